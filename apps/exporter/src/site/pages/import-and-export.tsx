/**
 * Preferences → Import and export: what the member has, what they may request, where the current
 * request stands, and the files that are ready.
 */
import {
  Badge,
  buttonClass,
  type Column,
  DataTable,
  EmptyState,
  formatBytes,
  formatCount,
  formatRelative,
  Icon,
  PageHead,
  PostButton,
  type View,
} from '@howdah/web/views'
import type { ExportCounts } from '../../mastodon/export-source.ts'
import { type ExportRecord, type ExportType, isActive } from '../../ledger/types.ts'
import type { WaitingFacts } from '../../ledger/waiting.ts'
import { Choices, type MemberChoices } from './member-choices.tsx'
import { Size } from '../views/export-cells.tsx'
import { MemberExport } from '../views/member-export.tsx'
import { formatClock, formatDate, formatDay } from '../words/calendar.ts'
import { memberType } from '../words/export-types.ts'
import { words } from '../words/words.ts'

/** What the page knows of one type of export. */
export interface RequestState {
  readonly type: ExportType
  readonly active: ExportRecord | null
  /** Why the active one waits; null when it does not. */
  readonly facts: WaitingFacts | null
  /** Null when a new one may be requested now. */
  readonly nextAt: Date | null
}

/** Everything the page shows. */
export interface ImportAndExportProps {
  readonly counts: ExportCounts
  readonly requests: readonly RequestState[]
  /** All of the member's exports, newest first. */
  readonly history: readonly ExportRecord[]
  readonly choices: MemberChoices
  readonly minIntervalDays: number
  readonly retentionDays: number
  readonly now: Date
}

/** The body of the page. */
export function ImportAndExport(props: ImportAndExportProps): View {
  const { title, note, data, request, history } = words().memberExports
  return (
    <>
      <PageHead title={title} note={note} />
      <div class="take-along">
        <section class="card" aria-labelledby="lists">
          <h2 id="lists">{data.title}</h2>
          <CountsTable counts={props.counts} />
        </section>
        <section class="stack" aria-label={request.section} data-live="requests">
          {props.requests.map((state) => (
            <RequestCard state={state} page={props} />
          ))}
        </section>
      </div>
      <section class="card" aria-labelledby="files" data-live="files">
        <h2 id="files">{history.title}</h2>
        <History {...props} />
      </section>
      <Choices choices={props.choices} />
    </>
  )
}

interface CountRow {
  readonly label: string
  readonly value: string
  /** The list as a file, named as in Mastodon's addresses. */
  readonly csv?: string
}

function CountsTable({ counts }: { counts: ExportCounts }): View {
  const { caption, heads, rows: labels } = words().memberExports.data
  const rows: readonly CountRow[] = [
    { label: labels.mediaStorage, value: formatBytes(counts.mediaBytes) },
    { label: labels.posts, value: formatCount(counts.posts) },
    { label: labels.follows, value: formatCount(counts.follows), csv: 'follows' },
    { label: labels.lists, value: formatCount(counts.lists), csv: 'lists' },
    { label: labels.followers, value: formatCount(counts.followers), csv: 'followers' },
    { label: labels.mutes, value: formatCount(counts.mutes), csv: 'mutes' },
    { label: labels.blocks, value: formatCount(counts.blocks), csv: 'blocks' },
    { label: labels.domainBlocks, value: formatCount(counts.domainBlocks), csv: 'domain_blocks' },
    { label: labels.bookmarks, value: formatCount(counts.bookmarks), csv: 'bookmarks' },
  ]
  return (
    <table class="counts">
      <caption class="visually-hidden">{caption}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{heads.what}</th>
          <th scope="col">{heads.amount}</th>
          <th scope="col">{heads.file}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">{row.label}</th>
            <td class="counts__value">
              <bdi>{row.value}</bdi>
            </td>
            <td class="counts__file">
              {row.csv ? <CsvLink name={row.csv} label={row.label} /> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function CsvLink({ name, label }: { name: string; label: string }): View {
  return (
    <a class="csv" href={`/settings/exports/${name}.csv`} download>
      <Icon name="download" />
      {words().memberExports.data.csv}
      <span class="visually-hidden">: {label}</span>
    </a>
  )
}

function RequestCard({ state, page }: { state: RequestState; page: ImportAndExportProps }): View {
  return (
    <div class="card">
      <h2>{memberType(state.type)}</h2>
      <p>{words().memberExports.request.hints[state.type]}</p>
      {state.active ? (
        <MemberExport export={state.active} facts={state.facts} now={page.now} />
      ) : (
        <RequestForm state={state} page={page} />
      )}
    </div>
  )
}

function RequestForm({ state, page }: { state: RequestState; page: ImportAndExportProps }): View {
  const { next, buttons, every, stays } = words().memberExports.request
  if (state.nextAt) {
    const day = <time datetime={state.nextAt.toISOString()}>{formatDay(state.nextAt)}</time>
    return <p class="request__next">{next(day, formatClock(state.nextAt, state.nextAt))}</p>
  }
  const days = page.minIntervalDays
  return (
    <form method="post" action="/settings/export" class="form">
      <input type="hidden" name="type" value={state.type} />
      <div>
        <button type="submit" class={buttonClass(state.type === 'backup' ? 'primary' : 'default')}>
          {buttons[state.type]}
        </button>
      </div>
      <p class="soft">
        {days > 0 ? `${every(days)} ` : ''}
        {stays(page.retentionDays)}
      </p>
    </form>
  )
}

function History({ history, now }: ImportAndExportProps): View {
  const { none, noneNote, caption } = words().memberExports.history
  const rows = history.filter((row) => !isActive(row.state))
  if (rows.length === 0) {
    return (
      <EmptyState title={none}>
        <p>{noneNote}</p>
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
    { label: columns.what, cell: (row) => memberType(row.type) },
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

/** The day in words and how far away it is. */
function Day({ at, now }: { at: Date | null; now: Date }): View {
  if (at === null) return <span class="none">–</span>
  return (
    <span class="moment">
      <time datetime={at.toISOString()}>{formatDate(at)}</time>{' '}
      <small>{formatRelative(at, now)}</small>
    </span>
  )
}

/** What the member would look for in vain, and why. */
function MissingMedia({ row }: { row: ExportRecord }): View {
  return (
    <details class="disclosure">
      <summary>
        <span>{words().memberExports.history.missing(row.missingFiles)}</span>
      </summary>
      <ul class="plain-list">
        {row.missingFileNames.map((name, index) => (
          <li>
            <code>{name}</code> <bdi>{row.missingFileReasons[index] ?? ''}</bdi>
          </li>
        ))}
      </ul>
    </details>
  )
}

function HistoryState({ row }: { row: ExportRecord }): View {
  const { ready, failed, failedNote } = words().memberExports.history
  if (row.state === 'done') {
    return (
      <div>
        <Badge state="done" label={ready} />
        {row.missingFiles > 0 ? <MissingMedia row={row} /> : null}
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
  const { download, part: nameOf } = words().memberExports.history
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
  const { tryAgain, delete: remove, deleteAbout } = words().memberExports.history
  if (row.state === 'failed') {
    return <PostButton action={`/settings/exports/${row.id}/retry`} label={tryAgain} isSmall />
  }
  if (row.state !== 'done') return <span class="none">–</span>
  return (
    <span class="buttons">
      <DownloadLinks row={row} />
      <a class={buttonClass('quiet', true)} href={`/settings/exports/${row.id}/delete`}>
        {remove}
        <span class="visually-hidden"> {deleteAbout}</span>
      </a>
    </span>
  )
}
