/**
 * Search: jobs of one place by qualifiers and text, a bounded piece at a time.
 */

import { searchJobs } from '@howdah/engine/api'
import type { JobRecord, JobSearchResult, SetEntry } from '@howdah/engine/api'
import { isJid, queuePath } from '../http/params.ts'
import { BulkForm } from '../views/bulk-form.tsx'
import type { RowAction } from '../views/bulk-form.tsx'
import { PageHead } from '../views/document.tsx'
import { FactList } from '../views/facts.tsx'
import { EmptyState, Notice } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { argumentsColumn, jobColumn } from '../views/job-cells.tsx'
import type { Notes } from '../views/job-cells.tsx'
import { formatCount } from '../views/numbers.ts'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { queueOf, searchHref, searchRequest } from '../search/address.ts'
import type { SearchRequest } from '../search/address.ts'
import { fits, literalsOf, parseQuery } from '../search/query.ts'
import { suggestionsFor } from '../search/suggestions.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { deleteColumn } from './delete-column.tsx'
import { jobFingerprint } from './find-job.ts'
import { jobHref } from './job-place.ts'
import { SearchForm } from './search-form.tsx'
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
  const title = words().common.pages.search
  return showPage(context, {
    title: request.text === '' ? title : words().search.titleOf(request.text),
    children: (
      <>
        <PageHead title={title} />
        <SearchForm context={context} request={request} suggestions={suggestions} />
        {request.text === '' ? <Help /> : content}
      </>
    ),
  })
}

const NOTHING: JobSearchResult = { jobs: [], seen: 0, total: 0, next: null }

async function search(context: PageContext, request: SearchRequest): Promise<JobSearchResult> {
  const { options, redactor, redis } = context
  const budgetMs = options.searchMs ?? BUDGET_MS
  const terms = parseQuery(request.text)
  const found = await searchJobs(redis, {
    place: request.place,
    texts: literalsOf(terms),
    from: request.from,
    budgetMs: Math.max(LEAST_MS, budgetMs - (Date.now() - context.now.getTime())),
    accept: (job) => fits(terms, job, redactor),
  })
  return { ...found, jobs: found.jobs.map((job) => redactor.job(job)) }
}

/** Until then (milliseconds since the request) Redis is searched, unless told: with all the rest a quarter of a second. */
const BUDGET_MS = 180

/** So long at least, however late the search begins: otherwise a busy server would never come on. */
const LEAST_MS = 100

function Help(): View {
  const { help } = words().search
  const examples: readonly (readonly [string, string])[] = [
    ['class:BackupWorker', help.class],
    ['queue:export', help.queue],
    ['error:"read timed out"', help.error],
    ['args.user_id:42', help.args],
    ['since:1h', help.since],
    ['tag:vip jid:…', help.tag],
  ]
  return (
    <section class="card" aria-labelledby="how">
      <h2 id="how">{help.title}</h2>
      <FactList facts={examples.map(([term, meaning]) => [<code>{term}</code>, meaning])} />
      <p class="soft">{help.note}</p>
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
function Summary({ view }: { view: SearchView }): View {
  const { context, request, result } = view
  const found = request.found + result.jobs.length
  return (
    <div class="toolbar" role="status">
      <p>{summaryText(view)}</p>
      {result.next === null ? null : (
        <a
          class={buttonClass('primary', true)}
          rel="next"
          href={searchHref(context, request.where, request.text, { from: result.next, found })}
        >
          {words().search.goOn}
        </a>
      )}
    </div>
  )
}

function summaryText({ request, result }: SearchView): string {
  const { searchedAll, searchedPart, searchedRest } = words().search
  const found = formatCount(request.found + result.jobs.length)
  const [seen, total] = [formatCount(result.seen), formatCount(result.total)]
  if (result.next !== null) return searchedPart(seen, total, found)
  return request.from === 0
    ? searchedAll(words().common.jobs(result.total), found)
    : searchedRest(seen, total, found)
}

function Nothing({ view: { request, result } }: { view: SearchView }): View {
  const text = words().search
  if (result.next !== null) {
    return (
      <Notice tone="info">
        <p>{text.nothingYet}</p>
      </Notice>
    )
  }
  return (
    <EmptyState title={request.found > 0 ? text.noMore : text.nothing}>
      <p>{text.nothingHint}</p>
    </EmptyState>
  )
}

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
        caption={words().search.caption}
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
  const text = words().search
  const href = (verb: string): string =>
    `${context.basePath}/operations/new?${new URLSearchParams({ in: request.where, do: verb, q: request.text }).toString()}`
  return (
    <p class="buttons">
      <span class="soft">{text.allThatFit}</span>
      {props.actions.map(({ name, tone }) => (
        <a class={buttonClass(tone, true)} href={href(name)}>
          {text.all[name]}
        </a>
      ))}
    </p>
  )
}

function QueueResults({ view, notes }: { view: SearchView; notes: Notes }): View {
  const { context, request, result } = view
  const wholeHref = ({ jid }: JobRecord): string | null =>
    isJid(jid) ? jobHref(context, jid, { in: request.where }) : null
  const shared = { jobs: result.jobs, notes, wholeHref }
  const columns: readonly Column<JobRecord>[] = [
    jobColumn(shared),
    argumentsColumn(shared),
    {
      label: words().queues.columns.enqueued,
      kind: 'tight',
      cell: (job) => <Time at={job.enqueuedAt} now={context.now} />,
    },
  ]
  const table = (
    <DataTable
      caption={words().search.caption}
      rows={result.jobs}
      rowKey={(job) => jobFingerprint(job.raw)}
      columns={context.viewer.canAct ? [...columns, deleteColumn()] : columns}
    />
  )
  if (!context.viewer.canAct) return table
  const path = queuePath(queueOf(request.where) ?? '')
  const back = searchHref({ basePath: '' }, request.where, request.text)
  return (
    <form method="post" action={context.basePath + path} class="stack stack--tight">
      <input type="hidden" name="back" value={back} />
      <AllThatFit view={view} actions={[DELETE]} />
      {table}
    </form>
  )
}
