/**
 * Facts about one export: its file, and its job in Redis.
 */
import { formatBytes, formatCount, JsonView, Time, type View } from '@howdah/web/views'
import type { Child } from '@howdah/web/jsx-runtime'
import { JOB_CLASSES } from '../../ledger/export-queue.ts'
import type { ExportRecord } from '../../ledger/types.ts'
import type { DetailPageProps } from './detail-page.tsx'
import { isLookedFor, queueName } from '../../ledger/live-queue.ts'
import { MissingFiles } from '../views/export-cells.tsx'
import { words } from '../words/words.ts'

/** Name, size, checksum, expiry and downloads of the archive, once there is one. */
export function FileFacts({ export: row, canDownload, now }: DetailPageProps): View {
  const text = words().exportDetail.file
  if (row.fileName === null || row.sizeBytes === null) {
    return <p class="soft">{text.none}</p>
  }
  return (
    <>
      <dl class="facts">
        <Fact label={text.name}>
          <bdi>{row.fileName}</bdi>
        </Fact>
        <Fact label={text.size}>{text.bytes(formatBytes(row.sizeBytes), row.sizeBytes)}</Fact>
        {row.sha256 ? (
          <Fact label={text.checksum}>
            <code>{row.sha256}</code>
          </Fact>
        ) : null}
        {row.parts.length > 0 ? (
          <Fact label={text.parts}>
            <Parts row={row} canDownload={canDownload} />
          </Fact>
        ) : null}
        <Fact label={row.state === 'done' ? text.expires : text.deleted}>
          <Time at={row.expiresAt} now={now} />
        </Fact>
        <Fact label={text.downloads}>
          {row.lastDownloadAt
            ? text.last(row.downloads, <Time at={row.lastDownloadAt} now={now} show="relative" />)
            : formatCount(row.downloads)}
        </Fact>
        {row.includesMedia ? null : (
          <Fact label={words().withoutMedia.media}>{words().withoutMedia.leftOut}</Fact>
        )}
        {row.missingFiles > 0 ? (
          <Fact label={text.missing}>
            <MissingFiles row={row} summary={text.missingFiles(row.missingFiles)} />
          </Fact>
        ) : null}
      </dl>
      {canDownload && row.state === 'done' && row.parts.length === 0 ? (
        <p class="soft">
          <a href={`/exports/${row.id}/download`} download>
            {text.download}
          </a>{' '}
          {text.downloadNote}
        </p>
      ) : null}
    </>
  )
}

/** Each is a zip of its own, with its own checksum. */
function Parts({ row, canDownload }: { row: ExportRecord; canDownload: boolean }): View {
  const name = (fileName: string, number: number): View =>
    canDownload && row.state === 'done' ? (
      <a href={`/exports/${row.id}/download?part=${number}`} download>
        <bdi>{fileName}</bdi>
      </a>
    ) : (
      <bdi>{fileName}</bdi>
    )
  return (
    <ul class="plain-list">
      {row.parts.map(({ fileName, sizeBytes, sha256 }, index) => (
        <li>
          {words().exportDetail.file.part(
            name(fileName, index + 1),
            formatBytes(sizeBytes),
            <code>{sha256}</code>,
          )}
        </li>
      ))}
    </ul>
  )
}

/** Arguments, class, queue and present place of the job. */
export function JobFacts(props: DetailPageProps): View {
  const { export: row, location } = props
  const text = words().exportDetail.job
  return (
    <>
      <JsonView label={text.arguments} json={argumentsJson(row)} isOpen />
      <dl class="facts">
        <Fact label={text.class}>
          <bdi>{JOB_CLASSES[row.type]}</bdi>
        </Fact>
        <Fact label={text.queue}>
          <bdi>{(location && queueName(location)) ?? '–'}</bdi>
        </Fact>
        <Fact label={text.jid}>{row.jid ? <code>{row.jid}</code> : '–'}</Fact>
        <Fact label={text.place}>
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

function Location({ export: row, location, queue, basePath }: DetailPageProps): View {
  const text = words().exportDetail.job.places
  if (!isLookedFor(row.state)) return <>{text.ended}</>
  if (queue === null) return <>{text.silent}</>
  if (location === null) return <>{text.nowhere}</>
  switch (location.kind) {
    case 'queue':
      return (
        <a href={`${basePath}/queues/${encodeURIComponent(location.queue)}`}>
          {text.queue(<bdi>{location.queue}</bdi>)}
        </a>
      )
    case 'parked':
      return <>{text.parked(<bdi>{location.limit}</bdi>)}</>
    case 'scheduled':
      return <a href={`${basePath}/scheduled/${location.entry.key}`}>{text.scheduled}</a>
    case 'retry':
      return <a href={`${basePath}/retries/${location.entry.key}`}>{text.retry}</a>
    case 'dead':
      return <a href={`${basePath}/dead/${location.entry.key}`}>{text.dead}</a>
    case 'running':
      return <a href={`${basePath}/busy`}>{text.running}</a>
    case 'unknown':
    default:
      return <>{text.unknown}</>
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
