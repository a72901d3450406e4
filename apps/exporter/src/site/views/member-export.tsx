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
import type { Child } from '@howdah/web/jsx-runtime'
import type { ExportRecord } from '../../ledger/types.ts'
import type { WaitingFacts } from '../../ledger/waiting.ts'
import { formatClock, formatRange } from '../words/calendar.ts'
import type { News } from '../words/news.ts'
import { stageWords } from '../words/stages.ts'
import { reasonForMember } from '../words/waiting.ts'
import { words } from '../words/words.ts'

/** What the words need to know beside the export. */
export interface MemberExportProps {
  readonly export: ExportRecord
  /** Why it waits and until when; null when it does not wait. */
  readonly facts: WaitingFacts | null
  /** Whether mail may be promised. */
  readonly news: News
  readonly now: Date
}

/** The panel of a member's current export, with its cancel button. */
export function MemberExport(props: MemberExportProps): View {
  const { export: row } = props
  return (
    <div class="current" data-state={row.state}>
      <Notice tone={TONES[row.state] ?? 'info'}>
        <p>
          <strong>{titleOf(props)}</strong>
        </p>
        <RequestedForYou export={row} />
        <p>{nextOf(props)}</p>
        <CurrentProgress export={row} />
        {row.performer === 'mastodon' && row.state === 'running' ? null : (
          <PostButton
            action={`/settings/exports/${row.id}/cancel`}
            label={words().current.cancel}
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
      {words().current.requestedForYou} <q dir="auto">{row.reason}</q>
    </p>
  )
}

const TONES: Partial<Record<ExportRecord['state'], NoticeTone>> = {
  retrying: 'warn',
  failed: 'danger',
  stuck: 'warn',
}

function titleOf({ export: { state, type, runsAt }, now }: MemberExportProps): string {
  const { titles } = words().current
  if (state === 'scheduled') {
    return runsAt ? titles.plannedFor(formatClock(runsAt, now)) : titles.planned
  }
  return state === 'running' ? titles.compiling[type] : titles[state]
}

/** What happens next, and whether there is anything to do. */
function nextOf(props: MemberExportProps): Child {
  const { export: row, news } = props
  const { current } = words()
  if (row.state === 'pending' || row.state === 'scheduled') {
    return `${whyWords(props)} ${current[row.state][news]}`
  }
  if (row.state === 'running') {
    const stage = stageWords(row)
    return stage === null ? current.begun[news] : current.running[news](stage)
  }
  return row.state === 'retrying' ? <NextTry {...props} /> : current[row.state]
}

function NextTry({ export: row, now }: MemberExportProps): View {
  const { nextTry, soon } = words().current
  const number = Math.min(row.attempts + 1, row.maxAttempts)
  const when = row.runsAt ? <Time at={row.runsAt} now={now} show="relative" /> : soon
  return <>{nextTry(when, number, row.maxAttempts)}</>
}

/** The reasons in words for members, and the estimate, which is called one. */
function whyWords({ facts, now }: MemberExportProps): string {
  const { reasons, ready } = words().current
  if (facts === null) return reasons.unknown
  const why = facts.reasons.map(reasonForMember)
  if (facts.finishes !== null) why.push(ready(formatRange(facts.finishes, now)))
  return why.join(' ')
}

function CurrentProgress({ export: row }: { export: ExportRecord }): View {
  if (row.state !== 'running' || row.progress === null) return <></>
  const { done, total } = row.progress
  const { progress, soFar, doneOf } = words().current
  if (total === null || total <= 0) {
    return done > 0 ? <p class="soft">{soFar(formatCount(done))}</p> : <></>
  }
  return (
    <p class="progress">
      <progress value={Math.min(done, total)} max={total} aria-label={progress} />
      <span class="progress__words">{doneOf(formatCount(done), formatCount(total))}</span>
    </p>
  )
}
