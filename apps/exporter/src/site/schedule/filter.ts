/**
 * What part of the export schedule is asked for: everything is in the address, so that a view can
 * be bookmarked and sent to a colleague.
 */
import { currentReader } from '@howdah/web/views'
import {
  EXPORT_STATES,
  type ExportPageOptions,
  type ExportSort,
  type ExportState,
  type ExportType,
} from '../../ledger/types.ts'
import { readExportType } from '../words/export-types.ts'

/** One view of the schedule. `null` means "any". */
export interface ScheduleFilter {
  readonly state: ExportState | null
  readonly type: ExportType | null
  readonly search: string
  /** Only exports requested in the last so many days. */
  readonly days: number | null
  /** `null`: what runs next. */
  readonly sort: ExportSort | null
  readonly after: string | null
  readonly view: ScheduleView
}

/** `list`: a table; `agenda`: day by day. */
export type ScheduleView = 'list' | 'agenda'

/** Spans of time that the form offers, in days. */
export const DAY_CHOICES: readonly number[] = [1, 7, 30]

export const SORTS: readonly ExportSort[] = ['newest', 'oldest', 'next', 'largest', 'tries']
/** What `next` of a page looks like. */
export const CURSOR = /^-?\d{1,18}_\d{1,18}$/

const LONGEST_SEARCH = 100

/** Everything, as the page is opened. */
export const NO_FILTER: ScheduleFilter = readFilter(new URLSearchParams())

/** Reads an address; what is not valid counts as "any". */
export function readFilter(query: URLSearchParams): ScheduleFilter {
  const days = Number(query.get('days'))
  return {
    state: EXPORT_STATES.find((state) => state === query.get('state')) ?? null,
    type: readExportType(query.get('type')),
    search: (query.get('q') ?? '').trim().slice(0, LONGEST_SEARCH),
    days: DAY_CHOICES.includes(days) ? days : null,
    sort: SORTS.find((sort) => sort === query.get('sort')) ?? null,
    after: CURSOR.test(query.get('after') ?? '') ? query.get('after') : null,
    view: query.get('view') === 'agenda' ? 'agenda' : 'list',
  }
}

/** The query of a view with some things changed; changing anything starts at the first page. */
export function filterQuery(filter: ScheduleFilter, change: Partial<ScheduleFilter> = {}): string {
  const next: ScheduleFilter = { ...filter, after: null, ...change }
  const query = new URLSearchParams()
  if (next.state) query.set('state', next.state)
  if (next.type) query.set('type', next.type)
  if (next.search) query.set('q', next.search)
  if (next.days) query.set('days', String(next.days))
  if (next.sort) query.set('sort', next.sort)
  if (next.view === 'agenda') query.set('view', 'agenda')
  if (next.after) query.set('after', next.after)
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** The order in effect; an agenda knows only one. */
export function effectiveSort({ sort, view }: ScheduleFilter): ExportSort {
  return view === 'agenda' ? 'next' : (sort ?? 'next')
}

/** Whether anything is left out. */
export function isFiltered(filter: ScheduleFilter): boolean {
  return Boolean(filter.state ?? filter.type ?? filter.days) || filter.search !== ''
}

/** The ledger's question for a view. */
export function ledgerOptions(filter: ScheduleFilter, now: Date): ExportPageOptions {
  return {
    limit: currentReader().preferences.pageSize,
    sort: effectiveSort(filter),
    ...(filter.state ? { state: filter.state } : {}),
    ...(filter.type ? { type: filter.type } : {}),
    ...(filter.search ? { search: filter.search } : {}),
    ...(filter.days ? { requestedSince: new Date(now.getTime() - filter.days * 86_400_000) } : {}),
    ...(filter.after ? { after: filter.after } : {}),
  }
}
