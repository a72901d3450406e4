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
  plural,
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
import { MEMBER_TYPES } from '../words/export-types.ts'

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
  return (
    <>
      <PageHead title="Import and export" note="What you have here is yours to take along." />
      <div class="take-along">
        <section class="card" aria-labelledby="lists">
          <h2 id="lists">Your data</h2>
          <CountsTable counts={props.counts} />
        </section>
        <section class="stack" aria-label="Request an export" data-live="requests">
          {props.requests.map((state) => (
            <RequestCard state={state} page={props} />
          ))}
        </section>
      </div>
      <section class="card" aria-labelledby="files" data-live="files">
        <h2 id="files">Your exports</h2>
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
  const rows: readonly CountRow[] = [
    { label: 'Media storage', value: formatBytes(counts.mediaBytes) },
    { label: 'Posts', value: formatCount(counts.posts) },
    { label: 'Follows', value: formatCount(counts.follows), csv: 'follows' },
    { label: 'Lists', value: formatCount(counts.lists), csv: 'lists' },
    { label: 'Followers', value: formatCount(counts.followers), csv: 'followers' },
    { label: 'You mute', value: formatCount(counts.mutes), csv: 'mutes' },
    { label: 'You block', value: formatCount(counts.blocks), csv: 'blocks' },
    { label: 'Domain blocks', value: formatCount(counts.domainBlocks), csv: 'domain_blocks' },
    { label: 'Bookmarks', value: formatCount(counts.bookmarks), csv: 'bookmarks' },
  ]
  return (
    <table class="counts">
      <caption class="visually-hidden">How much there is of what, and each list as a file</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">What</th>
          <th scope="col">How much</th>
          <th scope="col">File</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">{row.label}</th>
            <td class="counts__value">{row.value}</td>
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
      CSV
      <span class="visually-hidden">: {label}</span>
    </a>
  )
}

const HINTS: Readonly<Record<ExportType, string>> = {
  backup:
    'Everything you have posted, with your pictures, sounds and videos, your likes and bookmarks, in one zip file. The posts are in ActivityPub format, which other programs can read.',
  migration:
    'The lists to take along when you move to another server: follows, followers, lists, mutes, blocks and bookmarks as CSV files that its Import page accepts.',
}

const BUTTONS: Readonly<Record<ExportType, string>> = {
  backup: 'Request your archive',
  migration: 'Request your follower migration export',
}

function RequestCard({ state, page }: { state: RequestState; page: ImportAndExportProps }): View {
  return (
    <div class="card">
      <h2>{MEMBER_TYPES[state.type]}</h2>
      <p>{HINTS[state.type]}</p>
      {state.active ? (
        <MemberExport export={state.active} facts={state.facts} now={page.now} />
      ) : (
        <RequestForm state={state} page={page} />
      )}
    </div>
  )
}

function RequestForm({ state, page }: { state: RequestState; page: ImportAndExportProps }): View {
  if (state.nextAt) {
    return (
      <p class="request__next">
        You can request the next one on{' '}
        <time datetime={state.nextAt.toISOString()}>{formatDay(state.nextAt)}</time>, after{' '}
        {formatClock(state.nextAt, state.nextAt)}.
      </p>
    )
  }
  const days = page.minIntervalDays
  return (
    <form method="post" action="/settings/export" class="form">
      <input type="hidden" name="type" value={state.type} />
      <div>
        <button type="submit" class={buttonClass(state.type === 'backup' ? 'primary' : 'default')}>
          {BUTTONS[state.type]}
        </button>
      </div>
      <p class="soft">
        {days > 0 ? `You can request one every ${plural(days, 'day')}. ` : ''}It stays here for{' '}
        {plural(page.retentionDays, 'day')}.
      </p>
    </form>
  )
}

function History({ history, now }: ImportAndExportProps): View {
  const rows = history.filter((row) => !isActive(row.state))
  if (rows.length === 0) {
    return (
      <EmptyState title="Nothing here yet">
        <p>When a request is done, its file appears here and you get an e-mail.</p>
      </EmptyState>
    )
  }
  return (
    <DataTable
      caption="Your exports, newest first"
      columns={historyColumns(now)}
      rows={rows}
      rowKey={(row) => row.id}
    />
  )
}

function historyColumns(now: Date): Column<ExportRecord>[] {
  return [
    {
      label: 'Date',
      isRowHead: true,
      cell: (row) => <Day at={row.requestedAt} now={now} />,
    },
    { label: 'What', cell: (row) => MEMBER_TYPES[row.type] },
    {
      label: 'Size',
      kind: 'number',
      cell: (row) => <Size bytes={row.sizeBytes} />,
    },
    { label: 'State', cell: (row) => <HistoryState row={row} /> },
    {
      label: 'Available until',
      cell: (row) => <Day at={row.state === 'done' ? row.expiresAt : null} now={now} />,
    },
    { label: 'File', kind: 'actions', cell: (row) => <HistoryActions row={row} /> },
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
        <span>{plural(row.missingFiles, 'media file')} could not be included</span>
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

function HistoryState({ row }: { row: ExportRecord }): View {
  if (row.state === 'done') {
    return (
      <div>
        <Badge state="done" label="Ready" />
        {row.missingFiles > 0 ? <MissingMedia row={row} /> : null}
      </div>
    )
  }
  if (row.state === 'failed') {
    return (
      <div>
        <Badge state="failed" label="Did not work" />
        <p class="soft">The administrators can see why. You can try it again.</p>
      </div>
    )
  }
  return <Badge state={row.state} />
}

/** One link for each file: a browser fetches one at a time, and goes on with each by itself. */
function DownloadLinks({ row }: { row: ExportRecord }): View {
  if (row.parts.length === 0) {
    return (
      <a class={buttonClass('primary', true)} href={`/exports/${row.id}/download`} download>
        <Icon name="download" />
        {row.type === 'backup' ? 'Download your archive' : 'Download your export'}
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
          Part {index + 1} of {row.parts.length} <small>({formatBytes(part.sizeBytes)})</small>
        </a>
      ))}
    </>
  )
}

function HistoryActions({ row }: { row: ExportRecord }): View {
  if (row.state === 'failed') {
    return <PostButton action={`/settings/exports/${row.id}/retry`} label="Try again" isSmall />
  }
  if (row.state !== 'done') return <span class="none">–</span>
  return (
    <span class="buttons">
      <DownloadLinks row={row} />
      <a class={buttonClass('quiet', true)} href={`/settings/exports/${row.id}/delete`}>
        Delete<span class="visually-hidden"> this file</span>
      </a>
    </span>
  )
}
