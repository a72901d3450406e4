/**
 * Facts about one export: its file, and its job in Redis.
 */
import {
  FactList,
  formatBytes,
  formatCount,
  JsonView,
  Time,
  type View,
  type Fact,
} from '@howdah/web/views'
import type { Child } from '@howdah/web/jsx-runtime'
import { JOB_CLASSES } from '../../ledger/export-queue.ts'
import type { ExportRecord } from '../../ledger/types.ts'
import type { DetailPageProps } from './detail-page.tsx'
import { isLookedFor, queueName } from '../../ledger/live-queue.ts'
import { MissingFiles } from '../views/export-cells.tsx'
import { words } from '../words/words.ts'

/** Name, size, checksum, expiry and downloads of the archive, once there is one. */
export function FileFacts(props: DetailPageProps): View {
  const { export: row, canDownload } = props
  const text = words().exportDetail.file
  if (row.fileName === null || row.sizeBytes === null) {
    return <p class="soft">{text.none}</p>
  }
  return (
    <>
      <FactList facts={fileFacts(props)} />
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

function fileFacts({ export: row, canDownload, now }: DetailPageProps): readonly Fact[] {
  const text = words().exportDetail.file
  const { media, leftOut } = words().withoutMedia
  const { fileName, sizeBytes, sha256, parts, missingFiles } = row
  const facts: readonly (Fact | null)[] = [
    [text.name, <bdi>{fileName}</bdi>],
    sizeBytes === null ? null : [text.size, text.bytes(formatBytes(sizeBytes), sizeBytes)],
    sha256 ? [text.checksum, <code>{sha256}</code>] : null,
    parts.length > 0 ? [text.parts, <Parts row={row} canDownload={canDownload} />] : null,
    [row.state === 'done' ? text.expires : text.deleted, <Time at={row.expiresAt} now={now} />],
    [text.downloads, downloadsOf(row, now)],
    row.includesMedia ? null : [media, leftOut],
    missingFiles > 0
      ? [text.missing, <MissingFiles row={row} summary={text.missingFiles(missingFiles)} />]
      : null,
  ]
  return facts.filter((fact) => fact !== null)
}

function downloadsOf({ downloads, lastDownloadAt }: ExportRecord, now: Date): Child {
  if (lastDownloadAt === null) return formatCount(downloads)
  const at = <Time at={lastDownloadAt} now={now} show="relative" />
  return words().exportDetail.file.last(downloads, at)
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
      <FactList
        facts={[
          [text.class, <bdi>{JOB_CLASSES[row.type]}</bdi>],
          [text.queue, <bdi>{(location && queueName(location)) ?? '–'}</bdi>],
          [text.jid, row.jid ? <code>{row.jid}</code> : '–'],
          [text.place, <Location {...props} />],
        ]}
      />
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
