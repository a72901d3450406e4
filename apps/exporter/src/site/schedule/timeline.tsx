/**
 * The timeline of an export: what happened, how long it took, and what is still to come.
 */
import { formatDuration, Icon, type IconName, Time, type View } from '@howdah/web/views'
import type { AttemptRecord, ExportRecord, ExportState } from '../../ledger/types.ts'
import { words } from '../words/words.ts'

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
  return <span class="soft nowrap">{texts().later(formatDuration(seconds))}</span>
}

/** The points of an export's life, oldest first. Exported for its test. */
function timelinePoints(row: ExportRecord, attempts: readonly AttemptRecord[]): readonly Point[] {
  const points: Point[] = [
    { label: texts().requested, at: row.requestedAt, icon: 'done', tone: 'past' },
  ]
  // Long stories are cut in the middle of the page anyway; the newest tries tell most.
  for (const attempt of attempts.slice(-5)) points.push(...attemptPoints(attempt))
  return [...points, ...ending(row)]
}

function attemptPoints(attempt: AttemptRecord): Point[] {
  const started: Point = {
    label: texts().started(attempt.number),
    at: attempt.startedAt,
    icon: attempt.outcome === 'running' ? 'running' : 'arrow',
    tone: attempt.outcome === 'running' ? 'now' : 'past',
  }
  const { outcome, number, finishedAt } = attempt
  if (outcome !== 'retry' && outcome !== 'failed' && outcome !== 'interrupted') return [started]
  const label = outcome === 'interrupted' ? texts().interrupted(number) : texts().failed(number)
  return [started, { label, at: finishedAt, icon: 'failed', tone: 'bad' }]
}

function ending(row: ExportRecord): readonly Point[] {
  return ENDINGS[row.state](row)
}

const ENDINGS: Readonly<Record<ExportState, (row: ExportRecord) => readonly Point[]>> = {
  pending: () => [{ label: texts().waiting, at: null, icon: 'pending', tone: 'now' }, readyLater()],
  scheduled: (row) => [
    { label: texts().starts, at: row.runsAt, icon: 'scheduled', tone: 'future' },
  ],
  running: () => [readyLater()],
  retrying: (row) => [{ label: texts().nextTry, at: row.runsAt, icon: 'retrying', tone: 'future' }],
  stuck: () => [{ label: texts().stuck, at: null, icon: 'stuck', tone: 'bad' }],
  failed: (row) => [{ label: texts().gaveUp, at: row.finishedAt, icon: 'failed', tone: 'bad' }],
  cancelled: (row) => [
    { label: texts().cancelled, at: row.finishedAt, icon: 'cancelled', tone: 'past' },
  ],
  done: (row) => [
    ready(row),
    { label: texts().willBeDeleted, at: row.expiresAt, icon: 'expired', tone: 'future' },
  ],
  expired: (row) => [
    ready(row),
    { label: texts().deleted, at: row.expiresAt, icon: 'expired', tone: 'past' },
  ],
}

function readyLater(): Point {
  return { label: texts().ready, at: null, icon: 'done', tone: 'future' }
}

function ready(row: ExportRecord): Point {
  return { label: texts().ready, at: row.finishedAt, icon: 'done', tone: 'past' }
}

function texts(): ReturnType<typeof words>['exportDetail']['timeline'] {
  return words().exportDetail.timeline
}
