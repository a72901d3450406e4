/**
 * The timeline of an export: what happened, how long it took, and what is still to come.
 */
import { formatDuration, Icon, type IconName, Time, type View } from '@howdah/web/views'
import type { AttemptRecord, ExportRecord, ExportState } from '../../ledger/types.ts'

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
          {point.at ? <Time at={point.at} now={props.now} show="absolute" /> : null}
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

function ending(row: ExportRecord): readonly Point[] {
  return ENDINGS[row.state](row)
}

const ENDINGS: Readonly<Record<ExportState, (row: ExportRecord) => readonly Point[]>> = {
  pending: () => [
    { label: 'Waiting for a worker', at: null, icon: 'pending', tone: 'now' },
    READY_LATER,
  ],
  scheduled: (row) => [{ label: 'Starts', at: row.runsAt, icon: 'scheduled', tone: 'future' }],
  running: () => [READY_LATER],
  retrying: (row) => [{ label: 'Next try', at: row.runsAt, icon: 'retrying', tone: 'future' }],
  stuck: () => [{ label: 'Stuck: no job found', at: null, icon: 'stuck', tone: 'bad' }],
  failed: (row) => [{ label: 'Gave up', at: row.finishedAt, icon: 'failed', tone: 'bad' }],
  cancelled: (row) => [{ label: 'Cancelled', at: row.finishedAt, icon: 'cancelled', tone: 'past' }],
  done: (row) => [
    ready(row),
    { label: 'File is deleted', at: row.expiresAt, icon: 'expired', tone: 'future' },
  ],
  expired: (row) => [
    ready(row),
    { label: 'File deleted', at: row.expiresAt, icon: 'expired', tone: 'past' },
  ],
}

const READY_LATER: Point = { label: 'Ready', at: null, icon: 'done', tone: 'future' }

function ready(row: ExportRecord): Point {
  return { label: 'Ready', at: row.finishedAt, icon: 'done', tone: 'past' }
}
