/**
 * Busy: the processes that work, and what they work on.
 */

import { ProcessSet, WorkSet } from '@howdah/engine/api'
import type { JobRecord, ProcessRecord, WorkRecord } from '@howdah/engine/api'
import { isJid, pageRequest } from '../http/params.ts'
import { Tag } from '../views/badge.tsx'
import { PageHead } from '../views/document.tsx'
import { EmptyState } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { argumentsColumn, jobColumn, processName, QueueLink } from '../views/job-cells.tsx'
import type { Notes } from '../views/job-cells.tsx'
import { formatBytes, formatCount, formatDuration, formatPercent } from '../views/numbers.ts'
import { Pagination } from '../views/pagination.tsx'
import type { PageWindow } from '../views/pagination.tsx'
import { Progress } from '../views/progress.tsx'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import type { View } from '../views/view.ts'
import {
  AllProcessLinks,
  busyHref,
  LATE_BEAT_SECONDS,
  MOST_PROCESSES,
  Processes,
} from './busy-processes.tsx'
import type { ProcessesView } from './busy-processes.tsx'
import type { PageContext } from './context.ts'
import { withEarlyHead } from './early-head.tsx'
import { hintOfRunning, jobHref } from './job-place.ts'
import { fetchLastSeen } from './last-seen.tsx'
import { words } from '../words/words.ts'
import { showPage } from './show.tsx'

type WorkRow = JobRecord & {
  readonly work: WorkRecord
  /** Why it may not run although it is listed; null when all is well. */
  readonly silence: string | null
}

interface BusyView extends ProcessesView {
  readonly rows: readonly WorkRow[]
  /** Of the running jobs. */
  readonly window: PageWindow
  readonly notes: Notes
}

/** `GET /busy`, `?page=` of the running jobs, `?processes=` of those, `?only=jobs` or `processes` */
export function busyPage(context: PageContext): Promise<Response> {
  return withEarlyHead(context, showBusy, { shows: 'jobs' })
}

async function showBusy(context: PageContext): Promise<Response> {
  const { redis, redactor, url } = context
  const { page, size, offset } = pageRequest(url)
  const [processes, order, leader] = await Promise.all([
    context.watch.processes(),
    context.watch.running(),
    new ProcessSet(redis).leader(),
  ])
  const work = await WorkSet.page(redis, { offset, limit: size, order: order.value })
  const rows = work.works.map((one) => {
    const row = one.isOrphan ? orphanRow(one) : workRow(one, processes, context.now)
    return { ...redactor.job(row), work: one, silence: row.silence }
  })
  const notes = await context.notes(rows)
  const only = url.searchParams.get('only')
  if (only !== 'processes') await context.lookAtList(rows, notes)
  const view = {
    context,
    processes,
    rows,
    window: { page, size, total: work.orphans + work.running },
    processWindow: {
      page: pageRequest(url, 'processes').page,
      size: Math.min(size, MOST_PROCESSES),
      total: processes.length,
    },
    notes,
    leader,
    lastSeen: processes.length === 0 ? await fetchLastSeen(context) : null,
  }
  const title = words().common.pages.busy
  return showPage(context, {
    title,
    asOf: order.at,
    isLive: true,
    liveOn: ['busy', 'processed'],
    children: (
      <>
        <PageHead title={title} note={busyNote(processes, work.running)}>
          {context.viewer.canAct && processes.length > 1 ? (
            <AllProcessLinks basePath={context.basePath} />
          ) : undefined}
        </PageHead>
        {only === 'jobs' ? null : <Processes view={view} />}
        {only === 'processes' ? null : <Running view={view} />}
      </>
    ),
  })
}

/** The process is gone; a living one will give the job back within seconds. */
function orphanRow(work: WorkRecord): WorkRow {
  return { ...work.job, work, silence: words().busy.orphan }
}

/** Ruby's processes stay in the list for a minute after their last beat. */
function workRow(work: WorkRecord, processes: readonly ProcessRecord[], now: Date): WorkRow {
  const beatAt = processes.find(({ identity }) => identity === work.identity)?.beatAt ?? null
  const isSilent = beatAt !== null && now.getTime() - beatAt.getTime() > LATE_BEAT_SECONDS * 1_000
  return { ...work.job, work, silence: isSilent ? words().busy.silent : null }
}

function busyNote(processes: readonly ProcessRecord[], running: number): string {
  const threads = processes.reduce((sum, one) => sum + one.concurrency, 0)
  const kilobytes = processes.reduce((sum, one) => sum + (one.rssKilobytes ?? 0), 0)
  return words().busy.note({
    processes: words().common.processes(processes.length),
    running: formatCount(running),
    threads: words().common.threads(threads),
    share: threads === 0 ? null : formatPercent(running / threads),
    memory: kilobytes === 0 ? null : formatBytes(kilobytes * 1024),
  })
}

function Running({ view }: { view: BusyView }): View {
  const { context, rows, window } = view
  const text = words().busy
  return (
    <section class="stack stack--tight" aria-labelledby="running">
      <h2 id="running">{text.running}</h2>
      {rows.length === 0 ? (
        <EmptyState title={text.nothingRuns} />
      ) : (
        <>
          <DataTable
            caption={text.runningCaption}
            rows={rows}
            rowKey={(row) => `${row.work.identity}/${row.work.thread}/${row.jid}`}
            columns={runningColumns(view)}
          />
          <Pagination
            window={window}
            noun={text.runningNoun}
            href={(other) => busyHref(context, 'page', other)}
          />
        </>
      )}
    </section>
  )
}

function runningColumns(view: BusyView): readonly Column<WorkRow>[] {
  const { context, rows, notes } = view
  const { now, basePath, viewer } = context
  const wholeHref = ({ jid, work }: WorkRow): string | null =>
    isJid(jid) ? jobHref(context, jid, hintOfRunning(work.identity)) : null
  const shared = { jobs: rows, notes, wholeHref }
  const labels = words().busy.columns
  const columns: readonly Column<WorkRow>[] = [
    jobColumn(shared),
    {
      label: words().common.columns.queue,
      kind: 'tight',
      cell: ({ work }) => <QueueLink name={work.queue} basePath={basePath} />,
    },
    argumentsColumn(shared),
    { label: labels.progress, cell: ({ work }) => <Progress progress={work.progress} /> },
    {
      label: labels.runningFor,
      kind: 'tight',
      cell: ({ work }) => runningFor(work, now),
    },
    {
      label: labels.process,
      kind: 'tight',
      cell: ({ work, silence }) => (
        <span class="job">
          <code>{processName(work.identity)}</code>
          {silence === null ? null : <Tag tone="danger" text={silence} />}
        </span>
      ),
    },
  ]
  if (!viewer.canAct) return columns
  return [...columns, cancelColumn(context)]
}

function cancelColumn(context: PageContext): Column<WorkRow> {
  return {
    label: words().common.columns.actions,
    kind: 'actions',
    hasHiddenHead: true,
    cell: ({ jid }) =>
      isJid(jid) ? (
        <a class={buttonClass('danger')} href={`${jobHref(context, jid)}/cancel`}>
          {words().job.cancelLink}
        </a>
      ) : null,
  }
}

function runningFor({ startedAt }: WorkRecord, now: Date): string {
  return startedAt === null ? '–' : formatDuration((now.getTime() - startedAt.getTime()) / 1000)
}
