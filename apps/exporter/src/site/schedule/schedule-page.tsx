/**
 * The export schedule: every export, who asked, where it is, when it runs and why it waits.
 */
import {
  Badge,
  buttonClass,
  type Column,
  DataTable,
  EmptyState,
  Field,
  formatBytes,
  formatCount,
  Notice,
  PageHead,
  plural,
  PostButton,
  Progress,
  STATE_WORDS,
  Time,
  type View,
} from '@howdah/web/views'
import {
  EXPORT_STATES,
  type ExportPage,
  type ExportRecord,
  type ExportSort,
} from '../../ledger/types.ts'
import {
  DAY_CHOICES,
  effectiveSort,
  filterQuery,
  isFiltered,
  PAGE_SIZE,
  type ScheduleFilter,
} from './filter.ts'
import type { LiveQueue } from './live-queue.ts'
import { RunsAt } from './runs-at.tsx'
import { Upcoming } from './upcoming.tsx'

/** Everything the page shows. */
export interface SchedulePageProps {
  readonly filter: ScheduleFilter
  readonly page: ExportPage
  /** Exports in each state, whatever the filter. */
  readonly counts: ExportPage['counts']
  /** Scheduled and retrying exports, soonest first. */
  readonly upcoming: readonly ExportRecord[]
  /** Place of the first pending exports, by id: 0 is the next. */
  readonly places: ReadonlyMap<string, number>
  /** Null while Redis does not answer. */
  readonly queue: LiveQueue | null
  readonly basePath: string
  readonly canAct: boolean
  readonly showsEmail: boolean
  readonly restartCommand: string
  readonly now: Date
}

/** The body of the page. */
export function SchedulePage(props: SchedulePageProps): View {
  const { page, filter } = props
  return (
    <>
      <PageHead
        title="Exports schedule"
        note="Every export that members asked for, and what happens to it next."
      />
      <Banners {...props} />
      <Upcoming
        exports={props.upcoming}
        running={props.counts.running}
        pending={props.counts.pending}
        basePath={props.basePath}
        now={props.now}
      />
      <StateChips {...props} />
      <FilterForm {...props} />
      {page.exports.length === 0 ? (
        <Nothing {...props} />
      ) : (
        <>
          <DataTable
            caption={`Exports, ${SORT_WORDS[effectiveSort(filter)]}`}
            columns={scheduleColumns(props)}
            rows={page.exports}
            rowKey={(row) => row.id}
          />
          <Pages {...props} />
        </>
      )}
    </>
  )
}

const SORT_WORDS: Readonly<Record<ExportSort, string>> = {
  newest: 'newest request first',
  oldest: 'oldest request first',
  next: 'next to run first',
  largest: 'largest first',
}

/** The sentences above the list: only what is worth acting on. */
export function Banners(
  props: Pick<SchedulePageProps, 'queue' | 'counts' | 'basePath' | 'restartCommand'>,
): View {
  const { queue, counts, basePath } = props
  const { pending, stuck, failed } = counts
  return (
    <div class="notices">
      {queue === null ? <SilentRedis /> : null}
      {queue && queue.listeners === 0 && pending > 0 ? (
        <Notice tone="warn">
          <p>
            No worker listens to queue “{queue.name}”, so {plural(pending, 'export')} will not
            start. Start one: <code class="command">howdah work</code>
          </p>
        </Notice>
      ) : null}
      {queue && queue.overdue > 0 ? (
        <Notice tone="warn">
          <p>
            {plural(queue.overdue, 'scheduled job')} should have run already
            {queue.pollers === 0 ? ' and no process is polling' : ''}. Restart the service:{' '}
            <code class="command">{props.restartCommand}</code>
          </p>
        </Notice>
      ) : null}
      {stuck + failed > 0 ? (
        <Notice tone="danger">
          <p>
            {attentionWords(stuck, failed)}{' '}
            <a href={`${basePath}/exports?state=${stuck > 0 ? 'stuck' : 'failed'}`}>Show</a>
          </p>
        </Notice>
      ) : null}
    </div>
  )
}

/** The banner while Redis is down; the ledger's pages go on working. */
export function SilentRedis(): View {
  return (
    <Notice tone="warn">
      <p>
        <strong>Live queue state unavailable.</strong> Redis does not answer; this page shows what
        the ledger last knew, and actions may have to wait.
      </p>
    </Notice>
  )
}

function attentionWords(stuck: number, failed: number): string {
  const parts = []
  if (stuck > 0) parts.push(`${plural(stuck, 'export')} ${stuck === 1 ? 'is' : 'are'} stuck`)
  if (failed > 0) parts.push(`${plural(failed, 'export')} failed`)
  return `${parts.join(' and ')}.`
}

function StateChips({ filter, page, basePath }: SchedulePageProps): View {
  const all = EXPORT_STATES.reduce((sum, state) => sum + page.counts[state], 0)
  const chips = [
    { state: null, label: 'All', count: all },
    ...EXPORT_STATES.map((state) => ({
      state,
      label: STATE_WORDS[state],
      count: page.counts[state],
    })),
  ]
  return (
    <nav aria-label="Exports by state">
      <ul class="chips">
        {chips.map(({ state, label, count }) => (
          <li>
            <a
              class="chip"
              href={`${basePath}/exports${filterQuery(filter, { state, sort: null })}`}
              {...(filter.state === state ? { 'aria-current': 'true' } : {})}
            >
              {label} <span class="count">{formatCount(count)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function FilterForm({ filter, basePath }: SchedulePageProps): View {
  return (
    <form
      class="toolbar filters"
      method="get"
      action={`${basePath}/exports`}
      role="search"
      aria-label="Exports"
    >
      {filter.state ? <input type="hidden" name="state" value={filter.state} /> : null}
      {filter.sort ? <input type="hidden" name="sort" value={filter.sort} /> : null}
      <Field label="Type" id="type">
        <select class="select" id="type" name="type">
          <option value="">any</option>
          {(['backup', 'migration'] as const).map((type) => (
            <option value={type} selected={filter.type === type}>
              {type}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Requested" id="days">
        <select class="select" id="days" name="days">
          <option value="">at any time</option>
          {DAY_CHOICES.map((days) => (
            <option value={String(days)} selected={filter.days === days}>
              in the last {days === 1 ? '24 hours' : `${days} days`}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Search" id="q">
        <input
          class="input"
          id="q"
          name="q"
          type="search"
          value={filter.search}
          maxlength={100}
          placeholder="@name, e-mail or id"
        />
      </Field>
      <div class="buttons">
        <button class={buttonClass()} type="submit">
          Apply
        </button>
        {isFiltered(filter) ? (
          <a class={buttonClass('quiet')} href={`${basePath}/exports`}>
            Clear
          </a>
        ) : null}
      </div>
    </form>
  )
}

function Nothing({ filter, basePath }: SchedulePageProps): View {
  if (filter.after) {
    return (
      <EmptyState title="No more exports">
        <a href={`${basePath}/exports${filterQuery(filter)}`}>Back to the first page</a>
      </EmptyState>
    )
  }
  if (isFiltered(filter)) {
    return (
      <EmptyState title="No exports match these filters">
        <a href={`${basePath}/exports`}>Clear filters</a>
      </EmptyState>
    )
  }
  return (
    <EmptyState title="No exports have been requested yet">
      <p>Members request them under Preferences → Import and export. They then appear here.</p>
    </EmptyState>
  )
}

function scheduleColumns(props: SchedulePageProps): Column<ExportRecord>[] {
  const { now, basePath } = props
  return [
    { label: 'Requested by', isRowHead: true, cell: (row) => <Requester row={row} {...props} /> },
    { label: 'Type', cell: (row) => row.type },
    {
      label: 'State',
      kind: 'tight',
      cell: (row) => (
        <a class="state-link" href={`${basePath}/exports/${row.id}`}>
          <ExportBadge row={row} />
        </a>
      ),
    },
    {
      label: 'Runs at',
      sort: sortLink(props, 'next', 'ascending'),
      cell: (row) => <RunsAtCell row={row} {...props} />,
    },
    {
      label: 'Requested',
      sort: requestedSort(props),
      cell: (row) => <Time at={row.requestedAt} now={now} />,
    },
    { label: 'Tries', kind: 'number', cell: (row) => `${row.attempts}/${row.maxAttempts}` },
    { label: 'Progress', kind: 'wide', cell: (row) => <ProgressOrError row={row} /> },
    {
      label: 'Size',
      kind: 'number',
      sort: sortLink(props, 'largest', 'descending'),
      cell: (row) => <Size bytes={row.sizeBytes} />,
    },
    {
      label: 'Expires',
      kind: 'tight',
      cell: (row) => (
        <Time at={row.state === 'done' ? row.expiresAt : null} now={now} show="relative" />
      ),
    },
  ]
}

/** The badge of an export, with its tries while it is being retried. */
export function ExportBadge({ row }: { row: ExportRecord }): View {
  return row.state === 'retrying' ? (
    <Badge state="retrying" detail={`${row.attempts}/${row.maxAttempts}`} />
  ) : (
    <Badge state={row.state} />
  )
}

function Requester({ row, basePath, showsEmail }: SchedulePageProps & { row: ExportRecord }): View {
  return (
    <div class="requester">
      <a href={`${basePath}/exports/${row.id}`}>@{row.username}</a>{' '}
      <span class="soft nowrap">id {row.userId}</span>
      {showsEmail && row.email ? (
        <span class="soft requester__email" title={row.email}>
          {row.email}
        </span>
      ) : null}
    </div>
  )
}

function ProgressOrError({ row }: { row: ExportRecord }): View {
  if (row.error !== null && ['retrying', 'failed', 'stuck'].includes(row.state)) {
    return <span class="error-line">{row.error}</span>
  }
  return <Progress progress={row.state === 'running' ? row.progress : null} />
}

/** When it runs, and the button that makes it now. */
function RunsAtCell(props: SchedulePageProps & { row: ExportRecord }): View {
  const { row, basePath, canAct } = props
  const about = `the ${row.type} of @${row.username}`
  const ahead = props.places.get(row.id) ?? null
  const isRetryable = ['retrying', 'failed', 'stuck'].includes(row.state)
  return (
    <div class="runs-at">
      <RunsAt export={row} queue={props.queue} ahead={ahead} now={props.now} />
      {canAct && isRetryable ? (
        <PostButton
          action={`${basePath}/exports/${row.id}/retry`}
          label="Retry now"
          about={about}
          isSmall
        />
      ) : null}
      {canAct && row.state === 'scheduled' ? (
        <PostButton
          action={`${basePath}/exports/${row.id}/run`}
          label="Run now"
          about={about}
          isSmall
        />
      ) : null}
    </div>
  )
}

/** Bytes as a person reads them, or a dash. */
export function Size({ bytes }: { bytes: number | null }): View {
  return bytes === null ? <span class="none">–</span> : <span>{formatBytes(bytes)}</span>
}

type SortHead = NonNullable<Column<ExportRecord>['sort']>

function sortLink(
  { filter, basePath }: SchedulePageProps,
  sort: ExportSort,
  direction: SortHead['direction'],
): SortHead {
  return {
    href: `${basePath}/exports${filterQuery(filter, { sort })}`,
    direction: effectiveSort(filter) === sort ? direction : 'none',
  }
}

/** The one column that turns around when pressed again. */
function requestedSort(props: SchedulePageProps): SortHead {
  const sort = effectiveSort(props.filter)
  if (sort === 'newest') return { ...sortLink(props, 'oldest', 'none'), direction: 'descending' }
  if (sort === 'oldest') return { ...sortLink(props, 'newest', 'none'), direction: 'ascending' }
  return sortLink(props, 'newest', 'descending')
}

function Pages({ filter, page, basePath }: SchedulePageProps): View {
  return (
    <nav class="pagination" aria-label="Pages of exports">
      <span class="pagination__range">
        {page.total <= PAGE_SIZE && !filter.after
          ? plural(page.total, 'export')
          : `${plural(page.exports.length, 'export')} on this page of ${formatCount(page.total)}`}
      </span>
      <span class="pagination__links">
        {filter.after ? (
          <a
            class={buttonClass('default', true)}
            href={`${basePath}/exports${filterQuery(filter)}`}
          >
            First page
          </a>
        ) : null}
        {page.next ? (
          <a
            class={buttonClass('default', true)}
            href={`${basePath}/exports${filterQuery(filter, { after: page.next })}`}
            rel="next"
          >
            Next page
          </a>
        ) : null}
      </span>
    </nav>
  )
}
