/**
 * Search: jobs of one place by qualifiers and text, a bounded piece at a time.
 */

import { searchJobs } from '@howdah/engine/api'
import type { JobRecord, JobSearchResult, SetEntry } from '@howdah/engine/api'
import { BulkForm } from '../views/bulk-form.tsx'
import type { RowAction } from '../views/bulk-form.tsx'
import { PageHead } from '../views/document.tsx'
import { EmptyState, Notice } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { argumentsColumn, jobColumn } from '../views/job-cells.tsx'
import { formatCount, plural } from '../views/numbers.ts'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { searchHref, searchRequest } from '../search/address.ts'
import type { SearchRequest } from '../search/address.ts'
import { fits, literalsOf, parseQuery } from '../search/query.ts'
import { suggestionsFor } from '../search/suggestions.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { deleteColumn } from './delete-column.tsx'
import { jobFingerprint } from './find-job.ts'
import { jobHref } from './job-place.ts'
import { setColumns } from './set-columns.tsx'
import { DELETE, SET_KINDS } from './set-kinds.ts'
import type { SetKind } from './set-kinds.ts'
import { showPage } from './show.tsx'

interface SearchView {
  readonly context: PageContext
  readonly request: SearchRequest
  readonly result: JobSearchResult
  readonly suggestions: readonly string[]
}

/** `GET /search` */
export async function searchPage(context: PageContext): Promise<Response> {
  const request = searchRequest(context.url)
  const [result, suggestions] = await Promise.all([
    request.text === '' ? NOTHING : search(context, request),
    suggestionsFor(context, request),
  ])
  const view = { context, request, result, suggestions }
  const content = await Results({ view })
  return showPage(context, {
    title: request.text === '' ? 'Search' : `${request.text} – Search`,
    children: (
      <>
        <PageHead title="Search" />
        <SearchForm context={context} request={request} suggestions={suggestions} />
        {request.text === '' ? <Help /> : content}
      </>
    ),
  })
}

const NOTHING: JobSearchResult = { jobs: [], seen: 0, total: 0, next: null }

async function search(context: PageContext, request: SearchRequest): Promise<JobSearchResult> {
  const { redactor, redis } = context
  const terms = parseQuery(request.text)
  const found = await searchJobs(redis, {
    place: request.place,
    texts: literalsOf(terms),
    from: request.from,
    budgetMs: BUDGET_MS,
    accept: (job) => fits(terms, job, redactor),
  })
  return { ...found, jobs: found.jobs.map((job) => redactor.job(job)) }
}

/** How long (milliseconds) Redis is searched: with all the rest a quarter of a second. */
const BUDGET_MS = 180

/** The form: place and query. Also at the head of the lists. */
export function SearchForm(props: {
  context: PageContext
  request: Pick<SearchRequest, 'where' | 'text'>
  suggestions?: readonly string[]
}): View {
  const { context, request, suggestions = [] } = props
  return (
    <form method="get" action={`${context.basePath}/search`} class="search" role="search">
      <label class="visually-hidden" for="search-in">
        Search in
      </label>
      <PlaceSelect where={request.where} />
      <label class="visually-hidden" for="search-text">
        Search for
      </label>
      <input
        class="input"
        id="search-text"
        name="q"
        type="search"
        value={request.text}
        maxlength={300}
        autocomplete="off"
        spellcheck={false}
        placeholder="class: queue: error: args.user_id: or any text"
        {...(suggestions.length === 0 ? {} : { list: 'search-suggestions' })}
      />
      {suggestions.length === 0 ? null : (
        <datalist id="search-suggestions">
          {suggestions.map((one) => (
            <option value={one} />
          ))}
        </datalist>
      )}
      <button type="submit" class={buttonClass('primary')}>
        Search
      </button>
    </form>
  )
}

const PLACES = [
  ['retry', 'Retries'],
  ['dead', 'Dead'],
  ['schedule', 'Scheduled'],
] as const

function PlaceSelect({ where }: { where: string }): View {
  const queue = where.startsWith('queue:') ? [[where, `Queue ${where.slice(6)}`] as const] : []
  return (
    <select class="select" id="search-in" name="in">
      {[...PLACES, ...queue].map(([value, label]) => (
        <option value={value} selected={value === where}>
          {label}
        </option>
      ))}
    </select>
  )
}

function Help(): View {
  const examples: readonly (readonly [string, string])[] = [
    ['class:BackupWorker', 'jobs whose class contains it'],
    ['queue:export', 'jobs of that queue'],
    ['error:"read timed out"', 'jobs whose last error contains it, class or message'],
    ['args.user_id:42', 'jobs with exactly that value at that place of an argument'],
    ['since:1h', 'jobs that failed in the last hour (also 30m, 7d)'],
    ['tag:vip jid:…', 'jobs with that tag, or that id'],
  ]
  return (
    <section class="card" aria-labelledby="how">
      <h2 id="how">What can be asked</h2>
      <dl class="facts">
        {examples.map(([term, meaning]) => (
          <div>
            <dt>
              <code>{term}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p class="soft">
        All parts must fit; capitals count; anything else is text looked for in the whole job. To
        search a queue, begin on its page.
      </p>
    </section>
  )
}

async function Results({ view }: { view: SearchView }): Promise<View> {
  const { context, request, result } = view
  const notes = await context.notes(result.jobs)
  await context.lookAtList(result.jobs, notes)
  const kind = SET_KINDS.find(({ key }) => key === request.where)
  return (
    <>
      <Summary view={view} />
      {result.jobs.length === 0 ? (
        <Nothing view={view} />
      ) : kind === undefined ? (
        <QueueResults view={view} notes={notes} />
      ) : (
        <SetResults view={view} kind={kind} notes={notes} />
      )}
    </>
  )
}

/** "Searched 410,000 of 1,000,000 – 7 found – continue". */
function Summary({ view: { context, request, result } }: { view: SearchView }): View {
  const found = request.found + result.jobs.length
  const isWhole = result.next === null
  return (
    <div class="toolbar" role="status">
      <p>
        {isWhole && request.from === 0
          ? `Searched all ${plural(result.total, 'job')}`
          : `Searched ${formatCount(result.seen)} of ${formatCount(result.total)}`}{' '}
        – {formatCount(found)} found{isWhole ? '.' : ''}
      </p>
      {result.next === null ? null : (
        <a
          class={buttonClass('primary', true)}
          rel="next"
          href={searchHref(context, request.where, request.text, { from: result.next, found })}
        >
          Continue
        </a>
      )}
    </div>
  )
}

function Nothing({ view: { request, result } }: { view: SearchView }): View {
  if (result.next !== null) {
    return (
      <Notice tone="info">
        <p>Nothing in this part; continue to look through the rest.</p>
      </Notice>
    )
  }
  return (
    <EmptyState title={request.found > 0 ? 'No more jobs fit.' : 'No job here fits.'}>
      <p>Capitals count, and all parts must fit. Hidden values cannot be searched for.</p>
    </EmptyState>
  )
}

type Notes = Awaited<ReturnType<PageContext['notes']>>

function SetResults(props: { view: SearchView; kind: SetKind; notes: Notes }): View {
  const { view, kind, notes } = props
  const { context, request, result } = view
  const entries = result.jobs.filter((job): job is SetEntry => 'key' in job)
  const back = searchHref({ basePath: '' }, request.where, request.text)
  return (
    <BulkForm
      action={context.viewer.canAct ? `${context.basePath}${kind.path}` : null}
      actions={kind.actions}
      back={back}
    >
      {context.viewer.canAct ? <AllThatFit view={view} actions={kind.actions} /> : null}
      <DataTable
        caption="Jobs that fit"
        rows={entries}
        rowKey={(entry) => entry.key}
        columns={setColumns({ context, kind, entries, notes })}
      />
    </BulkForm>
  )
}

/** From these rows to all that fit, seen or not. */
function AllThatFit(props: { view: SearchView; actions: readonly RowAction[] }): View {
  const { context, request } = props.view
  const href = (verb: string): string =>
    `${context.basePath}/operations/new?${new URLSearchParams({ in: request.where, do: verb, q: request.text }).toString()}`
  return (
    <p class="buttons">
      <span class="soft">All that fit:</span>
      {props.actions.map(({ name, tone }) => (
        <a class={buttonClass(tone, true)} href={href(name)}>
          {words().sets.actions[name].label.replace(' now', '')} all…
        </a>
      ))}
    </p>
  )
}

function QueueResults({ view, notes }: { view: SearchView; notes: Notes }): View {
  const { context, request, result } = view
  const wholeHref = (job: JobRecord): string => jobHref(context, job.jid, { in: request.where })
  const shared = { jobs: result.jobs, notes, wholeHref }
  const columns: readonly Column<JobRecord>[] = [
    jobColumn(shared),
    argumentsColumn(shared),
    {
      label: 'Enqueued',
      kind: 'tight',
      cell: (job) => <Time at={job.enqueuedAt} now={context.now} />,
    },
  ]
  const table = (
    <DataTable
      caption="Jobs that fit"
      rows={result.jobs}
      rowKey={(job) => jobFingerprint(job.raw)}
      columns={context.viewer.canAct ? [...columns, deleteColumn()] : columns}
    />
  )
  if (!context.viewer.canAct) return table
  const queue = encodeURIComponent(request.where.slice('queue:'.length))
  const back = searchHref({ basePath: '' }, request.where, request.text)
  return (
    <form method="post" action={`${context.basePath}/queues/${queue}`} class="stack stack--tight">
      <input type="hidden" name="back" value={back} />
      <AllThatFit view={view} actions={[DELETE]} />
      {table}
    </form>
  )
}
