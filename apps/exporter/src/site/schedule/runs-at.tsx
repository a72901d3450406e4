/**
 * "Runs at": when an export runs, or why it does not move. One rule for list and detail.
 */
import { plural, Time, type View } from '@howdah/web/views'
import type { ExportRecord, ExportState } from '../../ledger/types.ts'
import type { LiveQueue } from './live-queue.ts'

/** What the rule needs beside the export. */
export interface RunsAtProps {
  readonly export: ExportRecord
  /** Null while Redis does not answer. */
  readonly queue: LiveQueue | null
  /** Exports before this pending one; null when unknown. */
  readonly ahead: number | null
  readonly now: Date
}

/** The cell of the column. */
export function RunsAt(props: RunsAtProps): View {
  return CELLS[props.export.state](props)
}

const CELLS: Readonly<Record<ExportState, (props: RunsAtProps) => View>> = {
  pending: (props) => <span>{waitingWords(props)}</span>,
  scheduled: (props) => <Due {...props} />,
  retrying: (props) => <Due {...props} />,
  running: ({ export: row, now }) => (
    <span>
      now, started <Time at={row.startedAt} now={now} show="relative" />
    </span>
  ),
  stuck: () => <span class="late">not at all: no job found</span>,
  failed: (props) => <Ended word="gave up" {...props} />,
  done: (props) => <Ended word="finished" {...props} />,
  expired: (props) => <Ended word="finished" {...props} />,
  cancelled: (props) => <Ended word="stopped" {...props} />,
}

function Ended({ word, export: row, now }: RunsAtProps & { word: string }): View {
  return (
    <span class="soft">
      {word} <Time at={row.finishedAt} now={now} show="relative" />
    </span>
  )
}

/** Why a pending export waits, in a few words. */
export function waitingWords({ queue, ahead }: RunsAtProps): string {
  if (queue && queue.listeners === 0) return `waits: no worker listens to “${queue.name}”`
  if (queue?.isPaused) return `waits: queue “${queue.name}” is paused`
  if (ahead === null) return 'when a worker is free'
  return ahead === 0 ? 'next' : `after ${plural(ahead, 'other')}`
}

/** A time in the past that nobody acted on means that the clock process stands still. */
function Due({ export: row, queue, now }: RunsAtProps): View {
  const isOverdue = row.runsAt !== null && now.getTime() - row.runsAt.getTime() > OVERDUE_MS
  return (
    <>
      <Time at={row.runsAt} now={now} />
      {isOverdue ? (
        <span class="late"> overdue{queue?.pollers === 0 ? ': no process is polling' : ''}</span>
      ) : null}
    </>
  )
}

/** Pollers look every five seconds on average; half a minute late is no hiccup. */
const OVERDUE_MS = 30_000
