/**
 * One queue: the jobs that wait in it, next to run first.
 */

import { Queue } from '@howdah/engine/api'
import type { JobRecord } from '@howdah/engine/api'
import { isJid, isQueueName, pageQuery, pageRequest, queuePath } from '../http/params.ts'
import type { PageRequest } from '../http/params.ts'
import { PageHead } from '../views/document.tsx'
import { EmptyState } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { argumentsColumn, jobColumn } from '../views/job-cells.tsx'
import type { Notes } from '../views/job-cells.tsx'
import { formatCount, formatDuration } from '../views/numbers.ts'
import { Pagination } from '../views/pagination.tsx'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import { UnheardQueue, workCommand } from './attention.tsx'
import type { PageContext } from './context.ts'
import { withEarlyHead } from './early-head.tsx'
import { DuplicatesNotice, DuplicateTag, findDuplicates } from './duplicates.tsx'
import type { Duplicates } from './duplicates.tsx'
import { notFoundPage } from './error-pages.tsx'
import { jobHref } from './job-place.ts'
import { deleteColumn } from './delete-column.tsx'
import { jobFingerprint } from './find-job.ts'
import {
  fetchQueueRows,
  isUnheard,
  PauseButton,
  QueueState,
  rateText,
  SizeLine,
} from './queues.tsx'
import type { QueueRow } from './queues.tsx'
import { QueueNames } from './queue-names.tsx'
import { ClassFilter, classSearchHref, waitingClasses } from './queue-class.tsx'
import { seeOther } from './redirect.ts'
import { SearchForm } from './search.tsx'
import { showPage } from './show.tsx'

/** The order of a queue's page: next to run, or most recently enqueued first. */
export type QueueOrder = 'next' | 'newest'

/** The order asked for; next to run unless told. */
export function queueOrder(url: URL): QueueOrder {
  return url.searchParams.get('order') === 'newest' ? 'newest' : 'next'
}

/** One page of one queue. */
interface QueueView {
  readonly context: PageContext
  readonly row: QueueRow
  readonly asked: PageRequest
  readonly order: QueueOrder
  readonly total: number
  readonly jobs: readonly JobRecord[]
  readonly notes: Notes
  readonly duplicates: Duplicates
  /** Of jobs that wait, to choose from. */
  readonly classes: readonly string[]
  /** Asked for where nothing waits. */
  readonly finishedAt: Date | null
}

/** `GET /queues/:name` */
export async function queuePage(context: PageContext, name: string): Promise<Response> {
  if (!isQueueName(name)) return notFoundPage(context, words().queues.noSuchName)
  const isAboutClass = (context.url.searchParams.get('class') ?? '') !== ''
  if (isAboutClass) return showQueue(context, name)
  return withEarlyHead(context, (page) => showQueue(page, name), {
    shows: 'jobs',
    isCertain: () => Queue.exists(context.redis, name),
  })
}

/** Missing is what has no job, had none, and is listened to by nobody. */
async function showQueue(context: PageContext, name: string): Promise<Response> {
  const rows = await fetchQueueRows(context)
  const row = rows.find((one) => one.name === name)
  if (row === undefined) {
    const instead = <QueueNames rows={rows} basePath={context.basePath} />
    return notFoundPage(context, words().queues.noSuchQueue(name), instead)
  }
  const wanted = context.url.searchParams.get('class') ?? ''
  if (wanted !== '') return seeOther(classSearchHref(context, name, wanted))
  const view = await loadQueue(context, row)
  return showPage(context, {
    title: words().queues.queue(name),
    isLive: true,
    liveOn: ['queues'],
    children: queueContent(view),
  })
}

async function loadQueue(context: PageContext, row: QueueRow): Promise<QueueView> {
  const queue = new Queue(context.redis, row.name)
  const asked = pageRequest(context.url)
  const order = queueOrder(context.url)
  const [{ total, jobs }, duplicates] = await Promise.all([
    queue.page({ offset: asked.offset, limit: asked.size, order }),
    findDuplicates(context, queue),
  ])
  const notes = await context.notes(jobs)
  await context.lookAtList(jobs, notes)
  const shown = jobs.map((job) => context.redactor.job(job))
  const [classes, finishedAt] = await Promise.all([
    total > 0 ? waitingClasses(context, row.name, jobs) : [],
    total === 0 ? queue.lastFinishedAt() : null,
  ])
  const common = { context, asked, order, total, notes, duplicates, classes, finishedAt }
  return { ...common, row: { ...row, size: total }, jobs: shown }
}

function queueContent(view: QueueView): View {
  const { context, row, total, jobs, duplicates } = view
  const text = words().queues
  const listPath = context.basePath + queuePath(row.name)
  return (
    <>
      <ol class="crumbs" aria-label={text.where}>
        <li>
          <a href={`${context.basePath}/queues`}>{words().common.pages.queues}</a>
        </li>
        <li>
          <bdi>{row.name}</bdi>
        </li>
      </ol>
      <PageHead title={text.queue(row.name)} note={<QueueNote view={view} />}>
        {context.viewer.canAct ? (
          <>
            <PauseButton row={row} basePath={context.basePath} from="queue" />
            {total > 0 ? (
              <a class={buttonClass('danger')} href={`${listPath}/clear`}>
                {text.clearQueue}
              </a>
            ) : null}
          </>
        ) : undefined}
      </PageHead>
      <QueueFacts view={view} />
      {isUnheard(row) ? <UnheardQueue context={context} name={row.name} size={total} /> : null}
      <DuplicatesNotice context={context} name={row.name} duplicates={duplicates} />
      {total > 0 ? (
        <SearchForm context={context} request={{ where: `queue:${row.name}`, text: '' }} />
      ) : null}
      {jobs.length === 0 ? <EmptyQueue view={view} /> : <QueueTable view={view} />}
    </>
  )
}

function QueueNote({ view }: { view: QueueView }): View {
  const { context, row, total } = view
  const text = words().queues
  const listening = text.listening(row.listeners)
  if (total === 0) return <>{text.listeningOnly(listening)}</>
  return (
    <>
      {text.waits(total, formatDuration(row.latencySeconds), listening)}{' '}
      {text.moreHelp(workCommand(context))}
    </>
  )
}

function QueueFacts({ view }: { view: QueueView }): View {
  const { context, row } = view
  const text = words().queues
  const { arrivals, taken } = context.watch.history.rates(row.name)
  return (
    <dl class="facts facts--line">
      <div>
        <dt>{words().common.columns.state}</dt>
        <dd>
          <QueueState row={row} now={context.now} />
        </dd>
      </div>
      <div>
        <dt>{text.comeIn}</dt>
        <dd>{rateText(arrivals)}</dd>
      </div>
      <div>
        <dt>{text.taken}</dt>
        <dd>{rateText(taken)}</dd>
      </div>
      <div>
        <dt>{text.sizeLine}</dt>
        <dd>
          <SizeLine context={context} name={row.name} />
        </dd>
      </div>
    </dl>
  )
}

function EmptyQueue({ view }: { view: QueueView }): View {
  const { context, row, total, finishedAt } = view
  const text = words().queues
  if (total > 0) {
    return (
      <EmptyState title={words().common.noSuchPage}>
        <a href="?">{words().common.toFirstPage}</a>
      </EmptyState>
    )
  }
  const lastFinished =
    finishedAt === null ? (
      <p>{text.lastFinishedUnknown}</p>
    ) : (
      <p>
        {text.lastFinished(<Time at={finishedAt} now={context.now} />)} {text.lastFinishedNote}
      </p>
    )
  return <EmptyState title={text.nothingIn(row.name)}>{lastFinished}</EmptyState>
}

function QueueTable({ view }: { view: QueueView }): View {
  const { context, row, asked, order, total, jobs } = view
  const query = (page: number): string => queueQuery(page, asked.size, order)
  const table = (
    <DataTable
      caption={words().queues.captions[order](row.name)}
      rows={jobs}
      rowKey={(job) => jobFingerprint(job.raw)}
      columns={queueJobColumns(view)}
      announces
    />
  )
  const action = context.basePath + queuePath(row.name) + query(asked.page)
  return (
    <>
      <div class="toolbar">
        <OrderChips order={order} size={asked.size} />
        <ClassFilter classes={view.classes} />
      </div>
      {context.viewer.canAct ? (
        <form method="post" action={action}>
          {table}
        </form>
      ) : (
        table
      )}
      <Pagination
        window={{ page: asked.page, size: asked.size, total }}
        noun={words().common.jobsNoun}
        href={query}
      />
    </>
  )
}

/** The query of a queue's page. */
export function queueQuery(page: number, size: number, order: QueueOrder): string {
  return pageQuery(page, size, order === 'newest' ? { order } : {}) || '?'
}

function OrderChips({ order, size }: { order: QueueOrder; size: number }): View {
  const text = words().queues
  const chip = (name: QueueOrder): View => (
    <li>
      <a
        class="chip"
        href={queueQuery(1, size, name)}
        {...(name === order ? { 'aria-current': 'true' } : {})}
      >
        {text.orders[name]}
      </a>
    </li>
  )
  return (
    <ul class="chips" aria-label={text.order}>
      {chip('next')}
      {chip('newest')}
    </ul>
  )
}

function queueJobColumns(view: QueueView): readonly Column<JobRecord>[] {
  const { context, jobs, notes, duplicates } = view
  const wholeHref = (record: JobRecord): string | null => {
    if (!isJid(record.jid)) return null
    const at = positionOf(view, jobs.indexOf(record)) - 1
    return jobHref(context, record.jid, { in: `queue:${view.row.name}`, at })
  }
  const text = words().queues.columns
  const job = jobColumn({ jobs, notes, wholeHref })
  const columns: readonly Column<JobRecord>[] = [
    { label: '#', kind: 'number', cell: (_job, index) => formatCount(positionOf(view, index)) },
    {
      ...job,
      cell: (record, index) => (
        <>
          {job.cell(record, index)}
          <DuplicateTag job={record} duplicates={duplicates} />
        </>
      ),
    },
    argumentsColumn({ jobs, notes, wholeHref }),
    {
      label: text.enqueued,
      kind: 'tight',
      cell: (record) => <Time at={record.enqueuedAt} now={context.now} show="absolute" />,
    },
    { label: text.waiting, kind: 'tight', cell: (record) => waitingText(record, context.now) },
  ]
  return context.viewer.canAct ? [...columns, deleteColumn()] : columns
}

/** The place in the line: 1 runs next, whichever way the page is ordered. */
function positionOf(view: QueueView, index: number): number {
  const { asked, order, total } = view
  return order === 'next' ? asked.offset + index + 1 : total - asked.offset - index
}

function waitingText(job: JobRecord, now: Date): string {
  if (job.enqueuedAt === null) return '–'
  return formatDuration((now.getTime() - job.enqueuedAt.getTime()) / 1000)
}
