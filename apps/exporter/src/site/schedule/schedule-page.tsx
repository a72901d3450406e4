/**
 * The export schedule: every export, who asked, where it is, when it runs and why it waits.
 */
import {
  buttonClass,
  DataTable,
  EmptyState,
  PageHead,
  SharedIcons,
  type View,
} from '@howdah/web/views'
import { type CountedPage, EXPORT_STATES, type ExportPage } from '../../ledger/types.ts'
import type { Child } from '@howdah/web/jsx-runtime'
import { Agenda } from './agenda.tsx'
import { Banners } from './banners.tsx'
import { BULK_ACTIONS } from './bulk.tsx'
import { effectiveSort, filterQuery, isFiltered, type ScheduleFilter } from './filter.ts'
import { MENU_LABEL } from './export-menu.tsx'
import { FilterForm, StateChips } from './filter-form.tsx'
import type { Outlook } from '../../ledger/waiting.ts'
import type { LiveQueues } from '../../ledger/live-queue.ts'
import { scheduleColumns } from './schedule-columns.tsx'
import type { Upcoming as UpcomingHours } from '../../ledger/upcoming.ts'
import { Upcoming } from './upcoming.tsx'
import type { Unserved } from './waiting.ts'
import { words } from '../words/words.ts'

/** Everything the page shows. */
export interface SchedulePageProps {
  readonly filter: ScheduleFilter
  readonly page: CountedPage
  /** Exports in each state, whatever the filter. */
  readonly counts: ExportPage['counts']
  readonly upcoming: UpcomingHours
  /** Why those of the page that wait do so, by id. */
  readonly facts: Outlook['facts']
  /** Queues with pending exports that no worker listens to. */
  readonly unserved: readonly Unserved[]
  /** Null while Redis does not answer. */
  readonly live: LiveQueues | null
  /** When it answered last, if it has since this server started. */
  readonly answeredAt: Date | null
  readonly basePath: string
  readonly canAct: boolean
  readonly showsEmail: boolean
  /** Whether requests for members may be made from here. */
  readonly canRequest: boolean
  readonly restartCommand: string
  readonly now: Date
}

/** The body of the page. */
export function SchedulePage(props: SchedulePageProps): View {
  const { page, filter } = props
  const { title, note, forUser, forMany } = words().schedule
  return (
    <>
      <PageHead title={title} note={note}>
        {props.canRequest ? (
          <>
            <a class={buttonClass()} href="/admin/users">
              {forUser}
            </a>
            <a class={buttonClass()} href="/admin/exports">
              {forMany}
            </a>
          </>
        ) : null}
      </PageHead>
      <Banners {...props} />
      <Upcoming
        upcoming={props.upcoming}
        running={props.counts.running}
        pending={props.counts.pending}
        unserved={props.unserved}
        basePath={props.basePath}
        now={props.now}
      />
      <StateChips {...props} />
      <FilterForm {...props} />
      {page.exports.length === 0 ? (
        <Nothing {...props} />
      ) : (
        <>
          <Views {...props} />
          <ListForm {...props}>
            <div class="stack stack--tight" data-copy-link={words().schedule.menu.copyLink}>
              <SharedIcons names={EXPORT_STATES} />
              <span id={MENU_LABEL} hidden>
                {words().schedule.menu.label}
              </span>
              {filter.view === 'agenda' ? <Agenda {...props} /> : <List {...props} />}
            </div>
          </ListForm>
          <Pages {...props} />
        </>
      )}
    </>
  )
}

function List(props: SchedulePageProps): View {
  return (
    <DataTable
      caption={words().schedule.caption(words().schedule.orders[effectiveSort(props.filter)])}
      columns={scheduleColumns(props)}
      rows={props.page.exports}
      rowKey={(row) => row.id}
      announces
    />
  )
}

/** The buttons of all rows in one form; those who may only look get no form. */
function ListForm({ children, ...props }: SchedulePageProps & { children: Child }): View {
  if (!props.canAct) return <>{children}</>
  return (
    <form
      class="stack stack--tight ticked"
      method="post"
      action={`${props.basePath}/exports/selected`}
    >
      {/* Enter in a field presses a form's first button; this one does nothing. */}
      <button type="submit" disabled hidden></button>
      <input
        type="hidden"
        name="back"
        value={filterQuery(props.filter, { after: props.filter.after }) || '?'}
      />
      <fieldset class="stack stack--tight" disabled={props.live === null}>
        {children}
        <BulkBar {...props} />
      </fieldset>
    </form>
  )
}

/** How many are ticked is counted by the style sheet. */
function BulkBar({ filter, page, basePath }: SchedulePageProps): View {
  const { bar } = words().bulk
  return (
    <div class="bulk" role="group" aria-label={bar.label}>
      {filter.view === 'list' ? (
        <>
          <span class="bulk__hint bulk__count">{bar.selected}</span>
          {BULK_ACTIONS.map((action) => (
            <button
              class={buttonClass(action === 'retry' ? 'default' : 'danger', true)}
              name="do"
              value={action}
            >
              {bar[action]}
            </button>
          ))}
        </>
      ) : null}
      <a href={`${basePath}/exports/operations/new${filterQuery(filter)}`}>
        {page.total === null ? bar.allUncounted : bar.all(page.total)}
      </a>
      <a href={`${basePath}/exports/operations`}>{words().bulk.operations.title}</a>
    </div>
  )
}

function Views({ filter, basePath }: SchedulePageProps): View {
  const { views } = words().schedule
  return (
    <nav class="views" aria-label={views.label}>
      {(['list', 'agenda'] as const).map((view) => (
        <a
          href={`${basePath}/exports${filterQuery(filter, { view })}`}
          {...(filter.view === view ? { 'aria-current': 'true' } : {})}
        >
          {views[view]}
        </a>
      ))}
    </nav>
  )
}

function Nothing({ filter, basePath }: SchedulePageProps): View {
  const { empty } = words().schedule
  if (filter.after) {
    return (
      <EmptyState title={empty.noMore}>
        <a href={`${basePath}/exports${filterQuery(filter)}`}>{empty.toFirst}</a>
      </EmptyState>
    )
  }
  if (isFiltered(filter)) {
    return (
      <EmptyState title={empty.noMatch}>
        <a href={`${basePath}/exports`}>{empty.clear}</a>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={empty.none}>
      <p>{empty.noneNote}</p>
    </EmptyState>
  )
}

function rangeWords({ filter, page }: SchedulePageProps): string {
  const { pages } = words().schedule
  const { exports, total } = page
  if (total === null) return pages.uncounted(exports.length)
  const isAll = page.next === null && filter.after === null
  return isAll ? pages.all(total) : pages.onPage(exports.length, total)
}

function Pages(props: SchedulePageProps): View {
  const { filter, page, basePath } = props
  const { pages } = words().schedule
  return (
    <nav class="pagination" aria-label={pages.label}>
      <span class="pagination__range">{rangeWords(props)}</span>
      <span class="pagination__links">
        {filter.after ? (
          <a
            class={buttonClass('default', true)}
            href={`${basePath}/exports${filterQuery(filter)}`}
          >
            {pages.first}
          </a>
        ) : null}
        {page.next ? (
          <a
            class={buttonClass('default', true)}
            href={`${basePath}/exports${filterQuery(filter, { after: page.next })}`}
            rel="next"
          >
            {pages.next}
          </a>
        ) : null}
      </span>
    </nav>
  )
}
