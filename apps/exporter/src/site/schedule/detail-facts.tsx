/**
 * Facts about one export: its file, and its job in Redis.
 */
import { formatBytes, formatCount, JsonView, plural, Time, type View } from '@howdah/web/views'
import type { Child } from 'hono/jsx'
import { JOB_CLASSES } from '../../ledger/export-queue.ts'
import type { ExportRecord } from '../../ledger/types.ts'
import type { DetailPageProps } from './detail-page.tsx'
import { queueName } from '../../ledger/live-queue.ts'

/** Name, size, checksum, expiry and downloads of the archive, once there is one. */
export function FileFacts({ export: row, canDownload, now }: DetailPageProps): View {
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
        {row.parts.length > 0 ? (
          <Fact label="Parts">
            <Parts row={row} canDownload={canDownload} />
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
      {canDownload && row.state === 'done' && row.parts.length === 0 ? (
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

/** Each is a zip of its own, with its own checksum. */
function Parts({ row, canDownload }: { row: ExportRecord; canDownload: boolean }): View {
  return (
    <ul class="plain-list">
      {row.parts.map((part, index) => (
        <li>
          {canDownload && row.state === 'done' ? (
            <a href={`/exports/${row.id}/download?part=${index + 1}`} download>
              {part.fileName}
            </a>
          ) : (
            part.fileName
          )}
          , {formatBytes(part.sizeBytes)}, SHA-256 <code>{part.sha256}</code>
        </li>
      ))}
    </ul>
  )
}

function MissingFiles({ row }: { row: ExportRecord }): View {
  return (
    <details class="disclosure">
      <summary>
        <span>
          {plural(row.missingFiles, 'file')} named by the database but missing or incomplete
        </span>
      </summary>
      <ul class="plain-list">
        {row.missingFileNames.map((name, index) => (
          <li>
            <code>{name}</code> {row.missingFileReasons[index] ?? ''}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Arguments, class, queue and present place of the job. */
export function JobFacts(props: DetailPageProps): View {
  const { export: row, location } = props
  return (
    <>
      <JsonView label="Arguments" json={argumentsJson(row)} isOpen />
      <dl class="facts">
        <Fact label="Class">{JOB_CLASSES[row.type]}</Fact>
        <Fact label="Queue">{(location && queueName(location)) ?? '–'}</Fact>
        <Fact label="Jid">{row.jid ? <code>{row.jid}</code> : '–'}</Fact>
        <Fact label="Now in">
          <Location {...props} />
        </Fact>
      </dl>
    </>
  )
}

/** The job's argument as it stands in Redis: ids are integers there, however large. */
function argumentsJson(row: Pick<ExportRecord, 'userId' | 'type' | 'id'>): string {
  return `{"user_id":${row.userId},"type":"${row.type}","export_id":${row.id}}`
}

function Location({ location, queue, basePath }: DetailPageProps): View {
  if (queue === null) return <>unknown while Redis does not answer</>
  if (location === null) return <>no queue or set</>
  switch (location.kind) {
    case 'queue':
      return <a href={`${basePath}/queues/${location.queue}`}>queue {location.queue}</a>
    case 'parked':
      return <>waiting for a slot of the limit {location.limit}</>
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

function Fact({ label, children }: { label: string; children?: Child }): View {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
