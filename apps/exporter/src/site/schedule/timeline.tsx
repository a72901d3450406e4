/**
 * The timeline of an export: what happened, how long it took, and what is still to come.
 */
import { formatDuration, Icon, type IconName, Time, type View } from '@howdah/web/views'
import type { AttemptRecord, ExportRecord } from '../../ledger/types.ts'

interface Point {
  readonly label: string
  readonly at: Date | null
  readonly icon: IconName
  readonly tone: 'past' | 'now' | 'bad' | 'future'
}

/** An ordered list of points, the time between two printed with the later one. */
export function Timeline(props: {
  export: ExportRecord
  attempts: readonly AttemptRecord[]
  now: Date
}): View {
  const points = timelinePoints(props.export, props.attempts)
  return (
    <ol class="timeline">
      {points.map((point, index) => (
        <li class={`timeline__point timeline__point--${point.tone}`}>
          <Icon name={point.icon} />
          <span class="timeline__label">{point.label}</span>
          {point.at ? <Time at={point.at} now={props.now} /> : null}
          <Gap from={points[index - 1]?.at ?? null} to={point.at} />
        </li>
      ))}
    </ol>
  )
}

function Gap({ from, to }: { from: Date | null; to: Date | null }): View {
  const seconds = from && to ? (to.getTime() - from.getTime()) / 1000 : 0
  if (seconds < 1) return <></>
  return <span class="soft nowrap">{formatDuration(seconds)} later</span>
}

/** The points of an export's life, oldest first. Exported for its test. */
export function timelinePoints(
  row: ExportRecord,
  attempts: readonly AttemptRecord[],
): readonly Point[] {
  const points: Point[] = [{ label: 'Requested', at: row.requestedAt, icon: 'done', tone: 'past' }]
  // Long stories are cut in the middle of the page anyway; the newest tries tell most.
  for (const attempt of attempts.slice(-5)) points.push(...attemptPoints(attempt))
  return [...points, ...ending(row)]
}

function attemptPoints(attempt: AttemptRecord): Point[] {
  const started: Point = {
    label: `Try ${attempt.number} started`,
    at: attempt.startedAt,
    icon: attempt.outcome === 'running' ? 'running' : 'arrow',
    tone: attempt.outcome === 'running' ? 'now' : 'past',
  }
  const ended =
    attempt.outcome === 'retry' || attempt.outcome === 'failed' || attempt.outcome === 'interrupted'
  if (!ended) return [started]
  const word = attempt.outcome === 'interrupted' ? 'was cut short' : 'failed'
  return [
    started,
    { label: `Try ${attempt.number} ${word}`, at: attempt.finishedAt, icon: 'failed', tone: 'bad' },
  ]
}

function ending(row: ExportRecord): Point[] {
  switch (row.state) {
    case 'pending':
      return [
        { label: 'Waiting for a worker', at: null, icon: 'pending', tone: 'now' },
        { label: 'Ready', at: null, icon: 'done', tone: 'future' },
      ]
    case 'scheduled':
      return [{ label: 'Starts', at: row.runsAt, icon: 'scheduled', tone: 'future' }]
    case 'running':
      return [{ label: 'Ready', at: null, icon: 'done', tone: 'future' }]
    case 'retrying':
      return [{ label: 'Next try', at: row.runsAt, icon: 'retrying', tone: 'future' }]
    case 'stuck':
      return [{ label: 'Stuck: no job found', at: null, icon: 'stuck', tone: 'bad' }]
    case 'failed':
      return [{ label: 'Gave up', at: row.finishedAt, icon: 'failed', tone: 'bad' }]
    case 'cancelled':
      return [{ label: 'Cancelled', at: row.finishedAt, icon: 'cancelled', tone: 'past' }]
    case 'done':
      return [
        { label: 'Ready', at: row.finishedAt, icon: 'done', tone: 'past' },
        { label: 'File is deleted', at: row.expiresAt, icon: 'expired', tone: 'future' },
      ]
    case 'expired':
      return [
        { label: 'Ready', at: row.finishedAt, icon: 'done', tone: 'past' },
        { label: 'File deleted', at: row.expiresAt, icon: 'expired', tone: 'past' },
      ]
  }
}
