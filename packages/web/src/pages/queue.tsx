/**
 * One queue: the jobs that wait in it, next to run first.
 */

import { Queue } from '@howdah/engine/api'
import { isQueueName, pageRequest, queuePath } from '../http/params.ts'
import { Crumbs } from '../views/crumbs.tsx'
import { PageHead } from '../views/document.tsx'
import { FactList } from '../views/facts.tsx'
import { EmptyState } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { formatDuration } from '../views/numbers.ts'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import { UnheardQueue, workCommand } from './attention.tsx'
import type { PageContext } from './context.ts'
import { withEarlyHead } from './early-head.tsx'
import { DuplicatesNotice, findDuplicates } from './duplicates.tsx'
import { notFoundPage } from './error-pages.tsx'
import {
  fetchQueueRows,
  isUnheard,
  PauseButton,
  QueueState,
  rateText,
  SizeLine,
} from './queues.tsx'
import type { QueueRow } from './queues.tsx'
import { queueOrder, QueueTable } from './queue-jobs.tsx'
import type { QueueJobs } from './queue-jobs.tsx'
import { QueueNames } from './queue-names.tsx'
import { classSearchHref, waitingClasses } from './queue-class.tsx'
import { seeOther } from './redirect.ts'
import { SearchForm } from './search-form.tsx'
import { showPage } from './show.tsx'

/** One page of one queue. */
interface QueueView extends QueueJobs {
  readonly row: QueueRow
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
      <Crumbs
        href={`${context.basePath}/queues`}
        label={words().common.pages.queues}
        name={row.name}
      />
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
    <FactList
      isLine
      facts={[
        [words().common.columns.state, <QueueState row={row} now={context.now} />],
        [text.comeIn, rateText(arrivals)],
        [text.taken, rateText(taken)],
        [text.sizeLine, <SizeLine context={context} name={row.name} />],
      ]}
    />
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
