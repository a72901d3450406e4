/**
 * The jobs that wait in a queue, as a table: in the order in which they run, or the newest first.
 */

import type { JobRecord } from '@howdah/engine/api'
import { isJid, pageQuery, queuePath } from '../http/params.ts'
import type { PageRequest } from '../http/params.ts'
import { Chips } from '../views/chips.tsx'
import { argumentsColumn, jobColumn } from '../views/job-cells.tsx'
import type { Notes } from '../views/job-cells.tsx'
import { formatCount, formatDuration } from '../views/numbers.ts'
import { Pagination } from '../views/pagination.tsx'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { deleteColumn } from './delete-column.tsx'
import { DuplicateTag } from './duplicates.tsx'
import type { Duplicates } from './duplicates.tsx'
import { jobFingerprint } from './find-job.ts'
import { jobHref } from './job-place.ts'
import { ClassFilter } from './queue-class.tsx'
import type { QueueRow } from './queues.tsx'

/** The order of a queue's page: next to run, or most recently enqueued first. */
export type QueueOrder = 'next' | 'newest'

/** The order asked for; next to run unless told. */
export function queueOrder(url: URL): QueueOrder {
  return url.searchParams.get('order') === 'newest' ? 'newest' : 'next'
}

/** One page of the jobs of a queue. */
export interface QueueJobs {
  readonly context: PageContext
  readonly row: Pick<QueueRow, 'name'>
  readonly asked: PageRequest
  readonly order: QueueOrder
  readonly total: number
  readonly jobs: readonly JobRecord[]
  readonly notes: Notes
  readonly duplicates: Duplicates
  /** Of jobs that wait, to choose from. */
  readonly classes: readonly string[]
}

/** The jobs, with the choices of order and class above them. */
export function QueueTable({ view }: { view: QueueJobs }): View {
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
  return (
    <Chips
      label={text.order}
      chips={(['next', 'newest'] as const).map((name) => ({
        href: queueQuery(1, size, name),
        label: text.orders[name],
        isOn: name === order,
      }))}
    />
  )
}

function queueJobColumns(view: QueueJobs): readonly Column<JobRecord>[] {
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
function positionOf(view: QueueJobs, index: number): number {
  const { asked, order, total } = view
  return order === 'next' ? asked.offset + index + 1 : total - asked.offset - index
}

function waitingText(job: JobRecord, now: Date): string {
  if (job.enqueuedAt === null) return '–'
  return formatDuration((now.getTime() - job.enqueuedAt.getTime()) / 1000)
}
