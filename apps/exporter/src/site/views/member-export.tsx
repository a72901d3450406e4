/**
 * A member's export in words a member understands: no queues, no jobs, no error classes. Each
 * state says what happens next and whether there is anything to do.
 */
import {
  formatCount,
  Notice,
  type NoticeTone,
  PostButton,
  Time,
  type View,
} from '@howdah/web/views'
import type { Child } from 'hono/jsx'
import type { ExportRecord, ExportState } from '../../ledger/types.ts'
import type { WaitingFacts } from '../../ledger/waiting.ts'
import { rangeWords, reasonForMember } from '../../ledger/waiting-words.ts'
import { formatClock } from '../words/calendar.ts'
import { stageWords } from '../words/stages.ts'

/** What the words need to know beside the export. */
export interface MemberExportProps {
  readonly export: ExportRecord
  /** Why it waits and until when; null when it does not wait. */
  readonly facts: WaitingFacts | null
  readonly now: Date
}

/** The panel of a member's current export, with its cancel button. */
export function MemberExport(props: MemberExportProps): View {
  const { export: row } = props
  return (
    <div class="current" data-state={row.state}>
      <Notice tone={TONES[row.state] ?? 'info'}>
        <p>
          <strong>{TITLES[row.state](props)}</strong>
        </p>
        <RequestedForYou export={row} />
        <p>{NEXT[row.state](props)}</p>
        <CurrentProgress export={row} />
        {row.performer === 'mastodon' && row.state === 'running' ? null : (
          <PostButton
            action={`/settings/exports/${row.id}/cancel`}
            label="Cancel this request"
            isSmall
          />
        )}
      </Notice>
    </div>
  )
}

/** Whoever did not ask themself learns who did, and why. */
function RequestedForYou({ export: row }: { export: ExportRecord }): View {
  if (row.reason === null) return <></>
  return (
    <p>
      The administrators of this server requested it for you. Their reason: <q>{row.reason}</q>
    </p>
  )
}

const TONES: Partial<Record<ExportRecord['state'], NoticeTone>> = {
  retrying: 'warn',
  failed: 'danger',
  stuck: 'warn',
}

type Words = (props: MemberExportProps) => Child

/** The states a member sees in this panel; the others are rows of the list below it. */
const TITLES: Readonly<Record<ExportState, Words>> = {
  pending: () => 'Waiting to start',
  scheduled: ({ export: { runsAt }, now }) =>
    runsAt ? `Planned for ${formatClock(runsAt, now)}` : 'Planned',
  running: ({ export: { type } }) =>
    type === 'backup' ? 'Compiling your archive…' : 'Compiling your export…',
  retrying: () => 'Interrupted – we will try again',
  stuck: () => 'Delayed',
  failed: () => 'It did not work',
  done: () => 'Ready',
  expired: () => 'Expired',
  cancelled: () => 'Cancelled',
}

const NEXT: Readonly<Record<ExportState, Words>> = {
  pending: (props) =>
    `${whyWords(props)} You will get an e-mail when it is ready; you can close this page.`,
  scheduled: (props) =>
    `${whyWords(props)} It starts then by itself, and you will get an e-mail when it is ready.`,
  running: ({ export: row }) => runningWords(row),
  retrying: (props) => <NextTry {...props} />,
  stuck: () =>
    'Your request is noted, but nothing is working on it right now. The administrators of this server can see that and start it again. You may also cancel it and request a new one.',
  failed: () => 'The administrators of this server can see why. You can request it again.',
  done: () => 'Its file is in the list below.',
  expired: () => 'Its file is deleted. You can request a new one.',
  cancelled: () => 'You can request a new one.',
}

function NextTry({ export: row, now }: MemberExportProps): View {
  const number = Math.min(row.attempts + 1, row.maxAttempts)
  return (
    <>
      Something went wrong on our side. The next try starts{' '}
      {row.runsAt ? <Time at={row.runsAt} now={now} show="relative" /> : 'soon'} (try {number} of{' '}
      {row.maxAttempts}). There is nothing you need to do.
    </>
  )
}

/** The reasons in words for members, and the estimate, which is called one. */
function whyWords({ facts, now }: MemberExportProps): string {
  if (facts === null) return 'It starts as soon as there is room.'
  const reasons = facts.reasons.map(reasonForMember).join(' ')
  const ready =
    facts.finishes === null ? '' : ` Ready ${rangeWords(facts.finishes, now)} (estimate).`
  return reasons + ready
}

function runningWords(row: ExportRecord): string {
  const stage = stageWords(row.type, row.progress)
  if (stage === null) return 'It has just started. You will get an e-mail when it is ready.'
  const place = stage.step === null ? '' : `Step ${stage.step} of ${stage.steps}: `
  return `${place}${stage.words}. You will get an e-mail when it is ready.`
}

function CurrentProgress({ export: row }: { export: ExportRecord }): View {
  if (row.state !== 'running' || row.progress === null) return <></>
  const { done, total } = row.progress
  if (total === null || total <= 0) {
    return done > 0 ? <p class="soft">{formatCount(done)} so far</p> : <></>
  }
  return (
    <p class="progress">
      <progress value={Math.min(done, total)} max={total} aria-label="Progress of this step" />
      <span class="progress__words">
        {formatCount(done)} of {formatCount(total)}
      </span>
    </p>
  )
}
