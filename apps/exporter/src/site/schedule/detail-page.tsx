/**
 * One export and everything about it: what happens next, its tries with their errors, the job's
 * arguments, the file, and who did what.
 */
import {
  buttonClass,
  type Column,
  DataTable,
  EmptyState,
  formatBytes,
  formatCount,
  formatDuration,
  JsonView,
  Notice,
  PageHead,
  plural,
  PostButton,
  Progress,
  Time,
  type View,
} from '@howdah/web/views'
import type { JobLocation } from '@howdah/engine/api'
import type { Child } from 'hono/jsx'
import type { AttemptRecord, EventRecord, ExportRecord, ExportState } from '../../ledger/types.ts'
import { JOB_CLASSES } from '../words/export-types.ts'
import type { LiveQueue } from './live-queue.ts'
import { ExportBadge, SilentRedis } from './schedule-page.tsx'
import { Timeline } from './timeline.tsx'
import { WhatNext } from './what-next.tsx'

/** Everything the page shows. */
export interface DetailPageProps {
  readonly export: ExportRecord
  readonly attempts: readonly AttemptRecord[]
  readonly events: readonly EventRecord[]
  readonly ahead: number | null
  readonly queue: LiveQueue | null
  readonly queueName: string
  /** Where the job is; null when it is nowhere or Redis does not answer. */
  readonly location: JobLocation | null
  readonly basePath: string
  readonly canAct: boolean
  readonly canManageUsers: boolean
  readonly canDownload: boolean
  readonly restartCommand: string
  readonly now: Date
}

/** The body of the page. */
export function DetailPage(props: DetailPageProps): View {
  const { export: row, basePath } = props
  return (
    <>
      <nav aria-label="You are here">
        <ol class="crumbs">
          <li>
            <a href={`${basePath}/exports`}>Exports</a>
          </li>
          <li aria-current="page">#{row.id}</li>
        </ol>
      </nav>
      <PageHead
        title={
          <>
            {row.type === 'backup' ? 'Backup' : 'Migration export'} for @{row.username}{' '}
            <ExportBadge row={row} />
          </>
        }
        note={<RequestedBy {...props} />}
      >
        <Actions {...props} />
      </PageHead>
      {props.queue === null ? <SilentRedis /> : null}
      <Next {...props} />
      <div class="split">
        <Card title="Timeline">
          <Timeline export={row} attempts={props.attempts} now={props.now} />
        </Card>
        <Card title="File">
          <FileFacts {...props} />
        </Card>
      </div>
      <Card title="Tries">
        <Attempts {...props} />
      </Card>
      <Card title="Job">
        <JobFacts {...props} />
      </Card>
      <Card title="Audit">
        <Audit {...props} />
      </Card>
    </>
  )
}

function Card({ title, children }: { title: string; children?: Child }): View {
  const id = title.toLowerCase()
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

function RequestedBy({ export: row, canManageUsers, now }: DetailPageProps): View {
  const name = canManageUsers ? (
    <a href={`/admin/users/${row.userId}/edit`}>@{row.username}</a>
  ) : (
    <>@{row.username}</>
  )
  return (
    <>
      {row.requestedBy === 'member' ? 'Requested by ' : `Requested by ${row.requestedBy} for `}
      {name} (id {row.userId}
      {canManageUsers && row.email ? `, ${row.email}` : ''}) on{' '}
      <Time at={row.requestedAt} now={now} />
    </>
  )
}

const RETRYABLE: readonly ExportState[] = ['retrying', 'failed', 'stuck']
const CANCELLABLE: readonly ExportState[] = ['pending', 'scheduled', 'running', 'retrying', 'stuck']

function Actions({ export: row, basePath, canAct }: DetailPageProps): View {
  if (!canAct) return <></>
  const action = (name: string): string => `${basePath}/exports/${row.id}/${name}`
  return (
    <>
      {RETRYABLE.includes(row.state) ? (
        <PostButton action={action('retry')} label="Retry now" tone="primary" />
      ) : null}
      {row.state === 'scheduled' ? (
        <PostButton action={action('run')} label="Run now" tone="primary" />
      ) : null}
      {CANCELLABLE.includes(row.state) ? (
        <PostButton action={action('cancel')} label="Cancel" />
      ) : null}
      {row.state === 'done' ? (
        <a class={buttonClass('danger')} href={action('delete-file')}>
          Delete file
        </a>
      ) : null}
    </>
  )
}

function Next(props: DetailPageProps): View {
  const { export: row } = props
  const tone = row.state === 'failed' || row.state === 'stuck' ? 'danger' : 'info'
  return (
    <Notice tone={row.state === 'retrying' ? 'warn' : tone}>
      <h2>What happens next</h2>
      <WhatNext {...props} />
      {row.error && RETRYABLE.includes(row.state) ? (
        <p class="error-line">
          <strong>Reason:</strong> {row.error}
        </p>
      ) : null}
      {row.state === 'running' && row.progress ? <Progress progress={row.progress} /> : null}
    </Notice>
  )
}

function Fact({ label, children }: { label: string; children?: Child }): View {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function FileFacts({ export: row, canDownload, now }: DetailPageProps): View {
  if (row.fileName === null || row.sizeBytes === null) {
    return <p class="soft">None yet. It appears here when the export is done.</p>
  }
  return (
    <>
      <dl class="facts">
        <Fact label="Name">{row.fileName}</Fact>
        <Fact label="Size">
          {formatBytes(row.sizeBytes)} ({formatCount(row.sizeBytes)} bytes)
        </Fact>
        {row.sha256 ? (
          <Fact label="SHA-256">
            <code>{row.sha256}</code>
          </Fact>
        ) : null}
        <Fact label={row.state === 'done' ? 'Expires' : 'Deleted'}>
          <Time at={row.expiresAt} now={now} />
        </Fact>
        <Fact label="Downloads">
          {formatCount(row.downloads)}
          {row.lastDownloadAt ? (
            <>
              , last <Time at={row.lastDownloadAt} now={now} show="relative" />
            </>
          ) : null}
        </Fact>
        {row.missingFiles > 0 ? (
          <Fact label="Missing media">
            <MissingFiles row={row} />
          </Fact>
        ) : null}
      </dl>
      {canDownload && row.state === 'done' ? (
        <p class="soft">
          <a href={`/exports/${row.id}/download`} download>
            Download the archive
          </a>{' '}
          – it holds private posts; your download is noted in the audit.
        </p>
      ) : null}
    </>
  )
}

function MissingFiles({ row }: { row: ExportRecord }): View {
  return (
    <details class="disclosure">
      <summary>
        <span>{plural(row.missingFiles, 'file')} named by the database but not found</span>
      </summary>
      <ul class="plain-list">
        {row.missingFileNames.map((name) => (
          <li>
            <code>{name}</code>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Attempts({ attempts, export: row, now }: DetailPageProps): View {
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
      columns={attemptColumns(row, now)}
      rows={attempts.toReversed()}
      rowKey={(attempt) => String(attempt.number)}
    />
  )
}

function attemptColumns(row: ExportRecord, now: Date): Column<AttemptRecord>[] {
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
      cell: (attempt) => <AttemptError attempt={attempt} row={row} />,
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

function AttemptError({ attempt }: { attempt: AttemptRecord; row: ExportRecord }): View {
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

function JobFacts(props: DetailPageProps): View {
  const { export: row, queueName } = props
  return (
    <>
      <JsonView label="Arguments" json={argumentsJson(row)} isOpen />
      <dl class="facts">
        <Fact label="Class">{JOB_CLASSES[row.type]}</Fact>
        <Fact label="Queue">{queueName}</Fact>
        <Fact label="Jid">{row.jid ? <code>{row.jid}</code> : '–'}</Fact>
        <Fact label="Now in">
          <Location {...props} />
        </Fact>
      </dl>
    </>
  )
}

/** The job's argument as it stands in Redis: ids are integers there, however large. */
export function argumentsJson(row: Pick<ExportRecord, 'userId' | 'type' | 'id'>): string {
  return `{"user_id":${row.userId},"type":"${row.type}","export_id":${row.id}}`
}

function Location({ location, queue, basePath }: DetailPageProps): View {
  if (queue === null) return <>unknown while Redis does not answer</>
  if (location === null) return <>no queue or set</>
  switch (location.kind) {
    case 'queue':
      return <a href={`${basePath}/queues/${location.queue}`}>queue {location.queue}</a>
    case 'scheduled':
      return <a href={`${basePath}/scheduled/${location.entry.key}`}>Scheduled</a>
    case 'retry':
      return <a href={`${basePath}/retries/${location.entry.key}`}>Retries</a>
    case 'dead':
      return <a href={`${basePath}/dead/${location.entry.key}`}>Dead</a>
    case 'running':
      return <a href={`${basePath}/busy`}>Busy: it is running</a>
    case 'unknown':
    default:
      return <>not found in the part that was searched</>
  }
}

function Audit({ events, now }: DetailPageProps): View {
  const columns: Column<EventRecord>[] = [
    { label: 'When', kind: 'tight', cell: (event) => <Time at={event.at} now={now} /> },
    { label: 'Who', isRowHead: true, cell: (event) => event.actor },
    { label: 'What', cell: (event) => event.action },
    { label: 'Detail', kind: 'wide', cell: (event) => event.detail ?? '' },
  ]
  if (events.length === 0) return <p class="soft">Nothing is recorded yet.</p>
  return (
    <DataTable caption="What happened, newest first" columns={columns} rows={events.toReversed()} />
  )
}
