/**
 * Busy: the processes that work, and what they work on.
 */

import { ProcessSet, WorkSet } from '@howdah/engine/api'
import type { JobRecord, LastSeen, ProcessRecord, WorkRecord } from '@howdah/engine/api'
import { isJid, pageRequest } from '../http/params.ts'
import { Tag } from '../views/badge.tsx'
import { PageHead } from '../views/document.tsx'
import { EmptyState, Notice } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { argumentsColumn, jobColumn, QueueLink, shortName } from '../views/job-cells.tsx'
import type { Notes } from '../views/job-cells.tsx'
import { formatBytes, formatCount, formatDuration, formatPercent } from '../views/numbers.ts'
import { Pagination } from '../views/pagination.tsx'
import type { PageWindow } from '../views/pagination.tsx'
import { Progress } from '../views/progress.tsx'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { workCommand } from './attention.tsx'
import type { PageContext } from './context.ts'
import { withEarlyHead } from './early-head.tsx'
import { hintOfRunning, jobHref } from './job-place.ts'
import { fetchLastSeen, LastSeenLine } from './last-seen.tsx'
import { words } from '../words/words.ts'
import { showPage } from './show.tsx'

type WorkRow = JobRecord & {
  readonly work: WorkRecord
  /** Why it may not run although it is listed; null when all is well. */
  readonly silence: string | null
}

/** Processes on a page, above the running jobs. */
const MOST_PROCESSES = 15

/** Processes beat every 10 s; later than this (seconds) something is wrong with one. */
const LATE_BEAT_SECONDS = 30

interface BusyView {
  readonly context: PageContext
  readonly processes: readonly ProcessRecord[]
  readonly rows: readonly WorkRow[]
  /** Of the running jobs. */
  readonly window: PageWindow
  /** Of the processes. */
  readonly processWindow: PageWindow
  readonly notes: Notes
  readonly leader: string | null
  /** Asked for where no process beats. */
  readonly lastSeen: LastSeen | null
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

function AllProcessLinks({ basePath }: { basePath: string }): View {
  return (
    <>
      <a class={buttonClass()} href={`${basePath}/busy/all/quiet`}>
        {words().busy.quietAll}
      </a>
      <a class={buttonClass('danger')} href={`${basePath}/busy/all/stop`}>
        {words().busy.stopAll}
      </a>
    </>
  )
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

function Processes({ view }: { view: BusyView }): View {
  const { context, processes, processWindow, lastSeen } = view
  const first = (processWindow.page - 1) * processWindow.size
  if (processes.length === 0) {
    return (
      <Notice tone="danger">
        <p>{words().dashboard.noProcess(workCommand(context))}</p>
        <LastSeenLine lastSeen={lastSeen} now={context.now} />
      </Notice>
    )
  }
  return (
    <section class="stack stack--tight" aria-labelledby="processes">
      <h2 id="processes">{words().busy.processes}</h2>
      <DataTable
        caption={words().busy.processes}
        rows={processes.slice(first, first + processWindow.size)}
        rowKey={(one) => one.identity}
        columns={processColumns(view)}
      />
      <Pagination
        window={processWindow}
        noun={words().busy.processesNoun}
        href={(other) => hrefOf(context, 'processes', other)}
      />
    </section>
  )
}

function processColumns({ context, leader }: BusyView): readonly Column<ProcessRecord>[] {
  const { now, basePath, viewer } = context
  const labels = words().busy.columns
  const columns: readonly Column<ProcessRecord>[] = [
    {
      label: labels.process,
      isRowHead: true,
      cell: (one) => <ProcessName process={one} isLeader={one.identity === leader} />,
    },
    { label: labels.queues, cell: (one) => <QueueLinks names={one.queues} basePath={basePath} /> },
    { label: labels.started, cell: (one) => <Time at={one.startedAt} now={now} show="relative" /> },
    { label: labels.rss, kind: 'number', cell: (one) => rssText(one) },
    { label: labels.threads, kind: 'number', cell: (one) => formatCount(one.concurrency) },
    { label: labels.busy, kind: 'number', cell: (one) => formatCount(one.busy) },
    { label: labels.beat, kind: 'tight', cell: (one) => <Beat at={one.beatAt} now={now} /> },
  ]
  if (!viewer.canAct) return columns
  const actions: Column<ProcessRecord> = {
    label: words().common.columns.actions,
    kind: 'actions',
    hasHiddenHead: true,
    cell: (one) => <ProcessLinks process={one} basePath={basePath} />,
  }
  return [...columns, actions]
}

function ProcessName(props: { process: ProcessRecord; isLeader: boolean }): View {
  const { leader, quiet, embedded } = words().busy
  const { identity, hostname, pid, tag, labels, isQuiet, isEmbedded, version } = props.process
  return (
    <span class="row" title={shortName(identity)}>
      <bdi>
        {shortName(hostname)}:{pid}
      </bdi>
      {tag === '' ? null : <Tag text={shortName(tag)} />}
      {labels.slice(0, 4).map((label) => (
        <Tag text={shortName(label)} />
      ))}
      {props.isLeader ? <Tag tone="info" text={leader} /> : null}
      {isQuiet ? <Tag tone="warn" text={quiet} /> : null}
      {isEmbedded ? <Tag text={embedded} /> : null}
      {version === '' ? null : <small class="soft">{shortName(version)}</small>}
    </span>
  )
}

function QueueLinks({ names, basePath }: { names: readonly string[]; basePath: string }): View {
  const shown = names.slice(0, 12)
  return (
    <span>
      {shown.map((name, index) => (
        <>
          {index > 0 ? ', ' : ''}
          <QueueLink name={name} basePath={basePath} />
        </>
      ))}
      {names.length > shown.length ? ` ${words().busy.andMore(names.length - shown.length)}` : ''}
    </span>
  )
}

function rssText({ rssKilobytes }: ProcessRecord): string {
  return rssKilobytes === null ? '–' : formatBytes(rssKilobytes * 1024)
}

function Beat({ at, now }: { at: Date | null; now: Date }): View {
  if (at === null) return <span class="none">–</span>
  const seconds = (now.getTime() - at.getTime()) / 1000
  const isLate = seconds > LATE_BEAT_SECONDS
  const span = formatDuration(seconds)
  return isLate ? <span class="late">{words().busy.late(span)}</span> : <span>{span}</span>
}

function ProcessLinks({ process, basePath }: { process: ProcessRecord; basePath: string }): View {
  if (process.isEmbedded) return <></> // It lives inside another program and takes no signals.
  const base = `${basePath}/busy/${encodeURIComponent(process.identity.toWellFormed())}`
  return (
    <>
      {process.isQuiet ? null : (
        <a class={buttonClass()} href={`${base}/quiet`}>
          {words().busy.quietLink}
        </a>
      )}
      <a class={buttonClass('danger')} href={`${base}/stop`}>
        {words().busy.stopLink}
      </a>
    </>
  )
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
            href={(other) => hrefOf(context, 'page', other)}
          />
        </>
      )}
    </section>
  )
}

/** Another page of one of the lists; the other one stays where it is. */
function hrefOf({ url }: PageContext, list: 'page' | 'processes', page: number): string {
  const query = new URLSearchParams(url.search)
  query.set(list, String(page))
  return `?${query.toString()}`
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
          <code>{processShort(work.identity)}</code>
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

/** "web-1:4411" of "web-1:4411:0a1b2c3d4e5f". */
function processShort(identity: string): string {
  return shortName(identity.split(':').slice(0, 2).join(':'))
}
