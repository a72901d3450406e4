/**
 * The story of one export: each try with its error, and who did what.
 */
import {
  Backtrace,
  type Column,
  DataTable,
  EmptyState,
  formatDuration,
  Time,
  type View,
} from '@howdah/web/views'
import type { AttemptRecord, EventRecord, ExportRecord } from '../../ledger/types.ts'
import type { DetailPageProps } from './detail-page.tsx'
import { Deed } from '../words/deed.tsx'
import { Said, saidText } from '../words/reason.tsx'
import { stageName } from '../words/stages.ts'
import { words } from '../words/words.ts'

/** The tries, newest first, their errors to open. */
export function Attempts({ attempts, export: row, now }: DetailPageProps): View {
  const text = words().exportDetail.tries
  if (attempts.length === 0) {
    return (
      <EmptyState title={text.none}>
        <p>{text.noneNote(row.maxAttempts)}</p>
      </EmptyState>
    )
  }
  const newest = attempts.toReversed().slice(0, MOST_TRIES)
  return (
    <>
      <DataTable
        caption={text.caption}
        isStatic
        columns={attemptColumns(waitsOf(attempts, row), now)}
        rows={newest}
        rowKey={(attempt) => String(attempt.number)}
      />
      <Older count={attempts.length - newest.length} />
    </>
  )
}

/** More on one page nobody reads; each may have a backtrace. */
const MOST_TRIES = 20
const MOST_EVENTS = 50
/** Bytes of a backtrace in the page. */
const LONGEST_BACKTRACE = 1_500

function Older({ count }: { count: number }): View {
  return count > 0 ? <p class="soft">{words().exportPage.older(count)}</p> : <></>
}

/** Seconds before each try, by its number: since the request, or since the try before ended. */
export function waitsOf(
  attempts: readonly AttemptRecord[],
  { requestedAt }: Pick<ExportRecord, 'requestedAt'>,
): ReadonlyMap<number, number> {
  const waits = new Map<number, number>()
  let since: Date | null = requestedAt
  for (const { number, startedAt, finishedAt } of attempts) {
    if (since !== null) waits.set(number, (startedAt.getTime() - since.getTime()) / 1_000)
    since = finishedAt
  }
  return waits
}

function attemptColumns(waits: ReadonlyMap<number, number>, now: Date): Column<AttemptRecord>[] {
  const text = words().exportDetail.tries
  return [
    { label: text.number, kind: 'number', isRowHead: true, cell: (attempt) => attempt.number },
    { label: text.started, cell: (attempt) => <Time at={attempt.startedAt} now={now} /> },
    {
      label: words().exportPage.waited,
      kind: 'tight',
      cell: ({ number }) => waitedWords(waits.get(number)),
    },
    { label: text.ranFor, kind: 'tight', cell: (attempt) => ranFor(attempt, now) },
    { label: text.outcome, cell: (attempt) => text.outcomes[attempt.outcome] },
    {
      label: text.stage,
      cell: (attempt) => <bdi>{attempt.stage === null ? '–' : stageName(attempt.stage)}</bdi>,
    },
    { label: text.worker, cell: (attempt) => <code>{attempt.worker}</code> },
    {
      label: text.error,
      kind: 'wide',
      cell: (attempt) => <AttemptError attempt={attempt} />,
    },
  ]
}

function waitedWords(seconds: number | undefined): string {
  return seconds === undefined ? '–' : formatDuration(seconds)
}

function ranFor(attempt: AttemptRecord, now: Date): string {
  const end = attempt.finishedAt ?? now
  return formatDuration((end.getTime() - attempt.startedAt.getTime()) / 1000)
}

function AttemptError({ attempt }: { attempt: AttemptRecord }): View {
  if (attempt.error === null) return <span class="none">–</span>
  return (
    <details class="disclosure">
      <summary>
        <bdi class="error-line">{saidText(attempt.errorReason, attempt.error)}</bdi>
      </summary>
      <p>
        <code>{attempt.errorClass}</code>
      </p>
      {attempt.backtrace && attempt.backtrace.length > 0 ? (
        <Backtrace
          lines={attempt.backtrace}
          limit={LONGEST_BACKTRACE}
          id={`backtrace-${attempt.number}`}
        />
      ) : null}
    </details>
  )
}

/** What happened and who did it, newest first. */
export function Audit({ events, now }: DetailPageProps): View {
  const text = words().exportDetail.events
  const head = words().audit.columns
  const columns: Column<EventRecord>[] = [
    { label: head.when, kind: 'tight', cell: (event) => <Time at={event.at} now={now} /> },
    { label: head.who, isRowHead: true, cell: (event) => <bdi>{event.actor}</bdi> },
    { label: head.what, cell: (event) => <Deed action={event.action} /> },
    {
      label: head.detail,
      kind: 'wide',
      cell: (event) => <Said reason={event.detailReason} text={event.detail} />,
    },
  ]
  if (events.length === 0) return <p class="soft">{text.none}</p>
  const newest = events.toReversed().slice(0, MOST_EVENTS)
  return (
    <>
      <DataTable caption={text.caption} isStatic columns={columns} rows={newest} />
      <Older count={events.length - newest.length} />
    </>
  )
}
