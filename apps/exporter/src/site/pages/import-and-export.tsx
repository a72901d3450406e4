/**
 * Preferences → Import and export: what the member has, what they may request, where the current
 * request stands, and the files that are ready.
 */
import {
  buttonClass,
  currentReader,
  formatBytes,
  formatCount,
  formatRelative,
  Icon,
  PageHead,
  type View,
} from '@howdah/web/views'
import type { ExportCounts } from '../../mastodon/export-source.ts'
import type { ExportRecord, ExportType } from '../../ledger/types.ts'
import type { WaitingFacts } from '../../ledger/waiting.ts'
import { DataTabs } from './imports.tsx'
import { Choices, type MemberChoices } from './member-choices.tsx'
import { MemberHistory } from './member-history.tsx'
import { WithoutMedia } from '../views/without-media.tsx'
import { MemberExport } from '../views/member-export.tsx'
import { formatClock, formatDay } from '../words/calendar.ts'
import { memberKind, memberType } from '../words/export-types.ts'
import { newsOf } from '../words/news.ts'
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
  readonly offersWithoutMedia: boolean
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
      <DataTabs current="export" />
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
        <MemberHistory history={props.history} news={newsOf(props.choices)} now={props.now} />
      </section>
      <Choices choices={props.choices} offersWithoutMedia={props.offersWithoutMedia} />
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
      <h2>{state.active ? memberKind(state.active) : memberType(state.type)}</h2>
      <p>{words().memberExports.request.hints[state.type]}</p>
      {state.active ? (
        <MemberExport
          export={state.active}
          facts={state.facts}
          news={newsOf(page.choices)}
          now={page.now}
        />
      ) : (
        <RequestForm state={state} page={page} />
      )}
    </div>
  )
}

function RequestForm({ state, page }: { state: RequestState; page: ImportAndExportProps }): View {
  const { buttons, every, stays } = words().memberExports.request
  if (state.nextAt) return <NextRequest at={state.nextAt} now={page.now} />
  const days = page.minIntervalDays
  return (
    <form method="post" action="/settings/export" class="form">
      <input type="hidden" name="type" value={state.type} />
      {state.type === 'backup' && page.offersWithoutMedia ? (
        <WithoutMedia contents={page.counts} note={words().withoutMedia.note} />
      ) : null}
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

function NextRequest({ at, now }: { at: Date; now: Date }): View {
  const { next, nextIn } = words().memberExports.request
  const isRelative = currentReader().preferences.time === 'relative'
  const text = isRelative ? formatRelative(at, now) : formatDay(at)
  const moment = <time datetime={at.toISOString()}>{text}</time>
  const clock = formatClock(at, at)
  return <p class="request__next">{isRelative ? nextIn(moment) : next(moment, clock)}</p>
}
