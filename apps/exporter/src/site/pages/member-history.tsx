/**
 * On Import and export: the exports that have ended, with their files while they are kept.
 */
import {
  Badge,
  buttonClass,
  type Column,
  currentReader,
  DataTable,
  EmptyState,
  formatBytes,
  formatRelative,
  Icon,
  PostButton,
  type View,
} from '@howdah/web/views'
import { type ExportRecord, isActive } from '../../ledger/types.ts'
import { MissingFiles, Size } from '../views/export-cells.tsx'
import { formatDate } from '../words/calendar.ts'
import { memberKind } from '../words/export-types.ts'
import type { News } from '../words/news.ts'
import { words } from '../words/words.ts'

/** What the table shows. */
export interface MemberHistoryProps {
  /** All of the member's exports, newest first; the active ones stand elsewhere. */
  readonly history: readonly ExportRecord[]
  /** Whether mail may be promised. */
  readonly news: News
  readonly now: Date
}

/** A row an export: when, what, how large, and its file. */
export function MemberHistory({ history, news, now }: MemberHistoryProps): View {
  const { none, noneNote, caption } = words().memberExports.history
  const rows = history.filter((row) => !isActive(row.state))
  if (rows.length === 0) {
    return (
      <EmptyState title={none}>
        <p>{noneNote[news]}</p>
      </EmptyState>
    )
  }
  return (
    <DataTable
      caption={caption}
      columns={historyColumns(now)}
      rows={rows}
      rowKey={(row) => row.id}
    />
  )
}

function historyColumns(now: Date): Column<ExportRecord>[] {
  const { columns } = words().memberExports.history
  return [
    {
      label: columns.date,
      isRowHead: true,
      cell: (row) => <Day at={row.requestedAt} now={now} />,
    },
    { label: columns.what, cell: (row) => memberKind(row) },
    {
      label: columns.size,
      kind: 'number',
      cell: (row) => <Size bytes={row.sizeBytes} />,
    },
    { label: columns.state, cell: (row) => <HistoryState row={row} /> },
    {
      label: columns.until,
      cell: (row) => <Day at={row.state === 'done' ? row.expiresAt : null} now={now} />,
    },
    { label: columns.file, kind: 'actions', cell: (row) => <HistoryActions row={row} /> },
  ]
}

/** The day in words and how far away it is; the distance alone for who reads times as distances. */
function Day({ at, now }: { at: Date | null; now: Date }): View {
  if (at === null) return <span class="none">–</span>
  if (currentReader().preferences.time === 'relative') {
    return (
      <time datetime={at.toISOString()} title={formatDate(at)}>
        {formatRelative(at, now)}
      </time>
    )
  }
  return (
    <span class="moment">
      <time datetime={at.toISOString()}>{formatDate(at)}</time>{' '}
      <small>{formatRelative(at, now)}</small>
    </span>
  )
}

function HistoryState({ row }: { row: ExportRecord }): View {
  const { ready, failed, failedNote, missing } = words().memberExports.history
  if (row.state === 'done') {
    return (
      <div>
        <Badge state="done" label={ready} />
        {row.missingFiles > 0 ? (
          <MissingFiles row={row} summary={missing(row.missingFiles)} />
        ) : null}
      </div>
    )
  }
  if (row.state === 'failed') {
    return (
      <div>
        <Badge state="failed" label={failed} />
        <p class="soft">{failedNote}</p>
      </div>
    )
  }
  return <Badge state={row.state} />
}

/** One link for each file: a browser fetches one at a time, and goes on with each by itself. */
function DownloadLinks({ row }: { row: ExportRecord }): View {
  const { download, part: nameOf, partsNote } = words().memberExports.history
  if (row.parts.length === 0) {
    return (
      <a class={buttonClass('primary', true)} href={`/exports/${row.id}/download`} download>
        <Icon name="download" />
        {download[row.type]}
      </a>
    )
  }
  return (
    <>
      <span class="soft">{partsNote}</span>
      {row.parts.map((part, index) => (
        <a
          class={buttonClass('primary', true)}
          href={`/exports/${row.id}/download?part=${index + 1}`}
          download
        >
          <Icon name="download" />
          {nameOf(index + 1, row.parts.length)}{' '}
          <small>
            (<bdi>{formatBytes(part.sizeBytes)}</bdi>)
          </small>
        </a>
      ))}
    </>
  )
}

function HistoryActions({ row }: { row: ExportRecord }): View {
  const { tryAgain, delete: remove, deleteAbout, deleteParts } = words().memberExports.history
  if (row.state === 'failed') {
    return <PostButton action={`/settings/exports/${row.id}/retry`} label={tryAgain} isSmall />
  }
  if (row.state !== 'done') return <span class="none">–</span>
  return (
    <span class="buttons">
      <DownloadLinks row={row} />
      <a class={buttonClass('quiet', true)} href={`/settings/exports/${row.id}/delete`}>
        {row.parts.length > 0 ? (
          deleteParts
        ) : (
          <>
            {remove}
            <span class="visually-hidden"> {deleteAbout}</span>
          </>
        )}
      </a>
    </span>
  )
}
