/**
 * "Runs at": when an export runs, or why it does not move. One rule for list and detail.
 */
import { Time, type View } from '@howdah/web/views'
import type { ExportRecord, ExportState } from '../../ledger/types.ts'
import type { WaitingFacts } from '../../ledger/waiting.ts'
import { rangeWords, reasonWords } from '../../ledger/waiting-words.ts'

/** What the rule needs beside the export. */
export interface RunsAtProps {
  readonly export: ExportRecord
  /** Null for exports that do not wait. */
  readonly facts: WaitingFacts | null
  readonly now: Date
}

/** The cell of the column. */
export function RunsAt(props: RunsAtProps): View {
  return CELLS[props.export.state](props)
}

const CELLS: Readonly<Record<ExportState, (props: RunsAtProps) => View>> = {
  pending: (props) => <Pending {...props} />,
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

const URGENT: readonly string[] = ['no-process', 'paused', 'clock']

/** The reason to act upon comes first and stands out. */
function Reasons({ facts }: { facts: WaitingFacts }): View {
  const [first] = facts.reasons
  const words = facts.reasons.map(reasonWords).join('; ')
  return <span class={URGENT.includes(first.kind) ? 'late' : 'why'}>{words}</span>
}

/** Learnt from past runs, and marked as such. */
export function Estimate({ facts, now }: { facts: WaitingFacts; now: Date }): View {
  const { starts, finishes } = facts
  if (starts === null && finishes === null) return <></>
  return (
    <span class="soft estimate">
      {starts === null ? '' : `starts ${rangeWords(starts, now)}`}
      {starts === null || finishes === null ? '' : ', '}
      {finishes === null ? '' : `ready ${rangeWords(finishes, now)}`} (estimate)
    </span>
  )
}

function Pending({ facts, now }: RunsAtProps): View {
  if (facts === null) return <span>when a worker is free</span>
  return (
    <>
      <Reasons facts={facts} />
      <Estimate facts={facts} now={now} />
    </>
  )
}

function Due({ export: row, facts, now }: RunsAtProps): View {
  return (
    <>
      <Time at={row.runsAt} now={now} />
      {facts === null ? null : <Reasons facts={facts} />}
      {facts === null ? null : <Estimate facts={facts} now={now} />}
    </>
  )
}
