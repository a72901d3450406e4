/**
 * "Runs at": when an export runs, or why it does not move. One rule for list and detail.
 */
import { Time, type View } from '@howdah/web/views'
import type { ExportRecord, ExportState } from '../../ledger/types.ts'
import type { WaitingFacts } from '../../ledger/waiting.ts'
import { formatRange } from '../words/calendar.ts'
import { reasonForStaff } from '../words/waiting.ts'
import { words } from '../words/words.ts'

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
      {words().schedule.runsAt.started(<Time at={row.startedAt} now={now} show="relative" />)}
    </span>
  ),
  stuck: () => <span class="late">{words().schedule.runsAt.stuck}</span>,
  failed: (props) => <Ended how="gaveUp" {...props} />,
  done: (props) => <Ended how="finished" {...props} />,
  expired: (props) => <Ended how="finished" {...props} />,
  cancelled: (props) => <Ended how="stopped" {...props} />,
}

function Ended(props: RunsAtProps & { how: 'gaveUp' | 'finished' | 'stopped' }): View {
  const when = <Time at={props.export.finishedAt} now={props.now} show="relative" />
  return <span class="soft">{words().schedule.runsAt[props.how](when)}</span>
}

const URGENT: readonly string[] = ['no-process', 'paused', 'clock']

/** The reason to act upon comes first and stands out. */
function Reasons({ facts }: { facts: WaitingFacts }): View {
  const [first] = facts.reasons
  const text = facts.reasons.map(reasonForStaff).join('; ')
  return <span class={URGENT.includes(first.kind) ? 'late' : 'why'}>{text}</span>
}

interface EstimateProps {
  readonly facts: WaitingFacts
  readonly now: Date
  /** Whether it stands after a full stop. Default false. */
  readonly isSentence?: boolean
}

/** Learnt from past runs, and marked as such. */
export function Estimate({ facts, now, isSentence = false }: EstimateProps): View {
  const { starts, finishes } = facts
  if (starts === null && finishes === null) return <></>
  const text = words().schedule.runsAt
  const parts = [
    ...(starts === null ? [] : [text.starts(formatRange(starts, now))]),
    ...(finishes === null ? [] : [text.ready(formatRange(finishes, now))]),
  ]
  const said = text.estimate(parts.join(', '))
  return <span class="soft estimate">{isSentence ? asSentence(said) : said}</span>
}

/** What a catalogue has as a part of a line, as a sentence of its own. */
export function asSentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function Pending({ facts, now }: RunsAtProps): View {
  if (facts === null) return <span>{words().schedule.runsAt.whenFree}</span>
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
