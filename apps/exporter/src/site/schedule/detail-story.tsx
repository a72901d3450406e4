/**
 * The story of one export: each try with its error, and who did what.
 */
import {
  type Column,
  DataTable,
  EmptyState,
  formatDuration,
  plural,
  Time,
  type View,
} from '@howdah/web/views'
import type { AttemptRecord, EventRecord } from '../../ledger/types.ts'
import type { DetailPageProps } from './detail-page.tsx'

/** The tries, newest first, their errors to open. */
export function Attempts({ attempts, export: row, now }: DetailPageProps): View {
  if (attempts.length === 0) {
    return (
      <EmptyState title="Not tried yet">
        <p>
          The first of up to {plural(row.maxAttempts, 'try', 'tries')} appears here when it starts.
        </p>
      </EmptyState>
    )
  }
  return (
    <DataTable
      caption="Tries, newest first"
      isStatic
      columns={attemptColumns(now)}
      rows={attempts.toReversed()}
      rowKey={(attempt) => String(attempt.number)}
    />
  )
}

function attemptColumns(now: Date): Column<AttemptRecord>[] {
  return [
    { label: 'Try', kind: 'number', isRowHead: true, cell: (attempt) => attempt.number },
    { label: 'Started', cell: (attempt) => <Time at={attempt.startedAt} now={now} /> },
    { label: 'Ran for', kind: 'tight', cell: (attempt) => ranFor(attempt, now) },
    { label: 'Outcome', kind: 'tight', cell: (attempt) => OUTCOMES[attempt.outcome] },
    { label: 'Stage', cell: (attempt) => attempt.stage ?? '–' },
    { label: 'Worker', cell: (attempt) => <code>{attempt.worker}</code> },
    {
      label: 'Error',
      kind: 'wide',
      cell: (attempt) => <AttemptError attempt={attempt} />,
    },
  ]
}

const OUTCOMES: Readonly<Record<AttemptRecord['outcome'], string>> = {
  running: 'running',
  done: 'done',
  retry: 'failed, tried again',
  failed: 'failed, gave up',
  interrupted: 'cut short by a restart',
  cancelled: 'cancelled',
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
        <span class="error-line">{attempt.error}</span>
      </summary>
      <p>
        <code>{attempt.errorClass}</code>
      </p>
      {attempt.backtrace && attempt.backtrace.length > 0 ? (
        <pre class="code" tabindex={0}>
          {attempt.backtrace.join('\n')}
        </pre>
      ) : null}
    </details>
  )
}

/** What happened and who did it, newest first. */
export function Audit({ events, now }: DetailPageProps): View {
  const columns: Column<EventRecord>[] = [
    { label: 'When', kind: 'tight', cell: (event) => <Time at={event.at} now={now} /> },
    { label: 'Who', isRowHead: true, cell: (event) => event.actor },
    { label: 'What', cell: (event) => event.action },
    { label: 'Detail', kind: 'wide', cell: (event) => event.detail ?? '' },
  ]
  if (events.length === 0) return <p class="soft">Nothing is recorded yet.</p>
  return (
    <DataTable
      caption="What happened, newest first"
      isStatic
      columns={columns}
      rows={events.toReversed()}
    />
  )
}
