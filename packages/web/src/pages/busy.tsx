/**
 * Busy: the processes that work, and what they work on.
 */

import { ProcessSet, WorkSet } from '@howdah/engine/api'
import type { JobRecord, ProcessRecord, WorkRecord } from '@howdah/engine/api'
import { isJid, pageRequest } from '../http/params.ts'
import { Tag } from '../views/badge.tsx'
import { PageHead } from '../views/document.tsx'
import { EmptyState, Notice } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { argumentsColumn, jobColumn, QueueLink, shortName } from '../views/job-cells.tsx'
import type { Notes } from '../views/job-cells.tsx'
import { formatBytes, formatCount, formatDuration, plural } from '../views/numbers.ts'
import { Pagination } from '../views/pagination.tsx'
import type { PageWindow } from '../views/pagination.tsx'
import { Progress } from '../views/progress.tsx'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { workCommand } from './attention.tsx'
import { confirmPage } from './confirm.tsx'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { jobHref } from './job-place.ts'
import { words } from '../words/words.ts'
import { askIdentity } from './identity.ts'
import { redirectWith } from './redirect.ts'
import { showPage } from './show.tsx'

type WorkRow = JobRecord & {
  readonly work: WorkRecord
  /** Why it may not run although it is listed; null when all is well. */
  readonly silence: string | null
}

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
}

/** `GET /busy`, `?page=` of the running jobs, `?processes=` of those, `?only=jobs` or `processes` */
export async function busyPage(context: PageContext): Promise<Response> {
  const { redis, redactor, url } = context
  const { page, size, offset } = pageRequest(url)
  const [processes, work, leader] = await Promise.all([
    ProcessSet.fetch(redis),
    WorkSet.page(redis, { offset, limit: size }),
    new ProcessSet(redis).leader(),
  ])
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
    processWindow: { page: pageRequest(url, 'processes').page, size, total: processes.length },
    notes,
    leader,
  }
  return showPage(context, {
    title: 'Busy',
    isLive: true,
    liveOn: ['busy', 'processed'],
    children: (
      <>
        <PageHead title="Busy" note={busyNote(processes, work.running)}>
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
  return { ...work.job, work, silence: 'Orphan: its process is gone' }
}

/** Ruby's processes stay in the list for a minute after their last beat. */
function workRow(work: WorkRecord, processes: readonly ProcessRecord[], now: Date): WorkRow {
  const beatAt = processes.find(({ identity }) => identity === work.identity)?.beatAt ?? null
  const isSilent = beatAt !== null && now.getTime() - beatAt.getTime() > LATE_BEAT_SECONDS * 1_000
  return { ...work.job, work, silence: isSilent ? 'Its process is silent' : null }
}

function AllProcessLinks({ basePath }: { basePath: string }): View {
  return (
    <>
      <a class={buttonClass()} href={`${basePath}/busy/all/quiet`}>
        Quiet all…
      </a>
      <a class={buttonClass('danger')} href={`${basePath}/busy/all/stop`}>
        Stop all…
      </a>
    </>
  )
}

function busyNote(processes: readonly ProcessRecord[], running: number): string {
  const threads = processes.reduce((sum, one) => sum + one.concurrency, 0)
  const kilobytes = processes.reduce((sum, one) => sum + (one.rssKilobytes ?? 0), 0)
  const share = threads === 0 ? '' : ` (${Math.round((running / threads) * 100)} %)`
  const memory = kilobytes === 0 ? '' : `, ${formatBytes(kilobytes * 1024)} of memory`
  return `${plural(processes.length, 'process', 'processes')}, ${formatCount(running)} of ${plural(threads, 'thread')} busy${share}${memory}.`
}

function Processes({ view }: { view: BusyView }): View {
  const { context, processes, processWindow } = view
  const first = (processWindow.page - 1) * processWindow.size
  if (processes.length === 0) {
    return (
      <Notice tone="danger">
        <p>
          <strong>No process is running.</strong> Nothing will be worked off. Start one with{' '}
          {workCommand(context)}.
        </p>
      </Notice>
    )
  }
  return (
    <section class="stack stack--tight" aria-labelledby="processes">
      <h2 id="processes">Processes</h2>
      <DataTable
        caption="Processes"
        rows={processes.slice(first, first + processWindow.size)}
        rowKey={(one) => one.identity}
        columns={processColumns(view)}
      />
      <Pagination
        window={processWindow}
        noun="processes"
        href={(other) => hrefOf(context, 'processes', other)}
      />
    </section>
  )
}

function processColumns({ context, leader }: BusyView): readonly Column<ProcessRecord>[] {
  const { now, basePath, viewer } = context
  const columns: readonly Column<ProcessRecord>[] = [
    {
      label: 'Process',
      isRowHead: true,
      cell: (one) => <ProcessName process={one} isLeader={one.identity === leader} />,
    },
    { label: 'Queues', cell: (one) => <QueueLinks names={one.queues} basePath={basePath} /> },
    { label: 'Started', cell: (one) => <Time at={one.startedAt} now={now} show="relative" /> },
    { label: 'RSS', kind: 'number', cell: (one) => rssText(one) },
    { label: 'Threads', kind: 'number', cell: (one) => formatCount(one.concurrency) },
    { label: 'Busy', kind: 'number', cell: (one) => formatCount(one.busy) },
    { label: 'Beat', kind: 'tight', cell: (one) => <Beat at={one.beatAt} now={now} /> },
  ]
  if (!viewer.canAct) return columns
  const actions: Column<ProcessRecord> = {
    label: 'Actions',
    kind: 'actions',
    hasHiddenHead: true,
    cell: (one) => <ProcessLinks process={one} basePath={basePath} />,
  }
  return [...columns, actions]
}

function ProcessName(props: { process: ProcessRecord; isLeader: boolean }): View {
  const { identity, hostname, pid, tag, labels, isQuiet, isEmbedded, version } = props.process
  return (
    <span class="row" title={shortName(identity)}>
      <span>
        {shortName(hostname)}:{pid}
      </span>
      {tag === '' ? null : <Tag text={shortName(tag)} />}
      {labels.slice(0, 4).map((label) => (
        <Tag text={shortName(label)} />
      ))}
      {props.isLeader ? <Tag tone="info" text="Leader" /> : null}
      {isQuiet ? <Tag tone="warn" text="Quiet" /> : null}
      {isEmbedded ? <Tag text="Embedded" /> : null}
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
      {names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}
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
  return (
    <span class={isLate ? 'late' : ''}>{`${formatDuration(seconds)}${isLate ? ' late' : ''}`}</span>
  )
}

function ProcessLinks({ process, basePath }: { process: ProcessRecord; basePath: string }): View {
  if (process.isEmbedded) return <></> // It lives inside another program and takes no signals.
  const base = `${basePath}/busy/${encodeURIComponent(process.identity.toWellFormed())}`
  return (
    <>
      {process.isQuiet ? null : (
        <a class={buttonClass()} href={`${base}/quiet`}>
          Quiet…
        </a>
      )}
      <a class={buttonClass('danger')} href={`${base}/stop`}>
        Stop…
      </a>
    </>
  )
}

function Running({ view }: { view: BusyView }): View {
  const { context, rows, window } = view
  return (
    <section class="stack stack--tight" aria-labelledby="running">
      <h2 id="running">Running jobs</h2>
      {rows.length === 0 ? (
        <EmptyState title="No job is running at the moment." />
      ) : (
        <>
          <DataTable
            caption="Running jobs, orphans and the longest first"
            rows={rows}
            rowKey={(row) => `${row.work.identity}/${row.work.thread}/${row.jid}`}
            columns={runningColumns(view)}
          />
          <Pagination
            window={window}
            noun="running jobs"
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
  const wholeHref = (row: WorkRow): string => jobHref(context, row.jid, { in: 'running' })
  const shared = { jobs: rows, notes, wholeHref }
  const columns: readonly Column<WorkRow>[] = [
    jobColumn(shared),
    {
      label: 'Queue',
      kind: 'tight',
      cell: ({ work }) => <QueueLink name={work.queue} basePath={basePath} />,
    },
    argumentsColumn(shared),
    { label: 'Progress', cell: ({ work }) => <Progress progress={work.progress} /> },
    {
      label: 'Running for',
      kind: 'tight',
      cell: ({ work }) => runningFor(work, now),
    },
    {
      label: 'Process',
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
    label: 'Actions',
    kind: 'actions',
    hasHiddenHead: true,
    cell: ({ jid }) =>
      isJid(jid) ? (
        <a class={buttonClass('danger')} href={`${jobHref(context, jid)}/cancel`}>
          Cancel…
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

/** The two things a process can be told. */
export type ProcessOrder = 'quiet' | 'stop'

/** `GET /busy/:identity/quiet` or `/stop`: asks. */
export async function askProcess(
  context: PageContext,
  identity: string,
  order: ProcessOrder,
): Promise<Response> {
  const process = identity === ALL ? null : await findProcess(context, identity)
  if (process === null && identity !== ALL) {
    return notFoundPage(context, 'No such process is running.')
  }
  const name = process === null ? 'all processes' : `${process.hostname}:${process.pid}`
  return confirmPage(context, {
    question: order === 'quiet' ? `Quiet ${name}?` : `Stop ${name}?`,
    consequence:
      order === 'quiet'
        ? 'No new jobs are taken and the running ones finished. Only a restart ends it.'
        : 'No new jobs are taken; running ones get 25 seconds, then go back to their queues. Then it ends.',
    label: order === 'quiet' ? `Quiet ${name}` : `Stop ${name}`,
    tone: order === 'quiet' ? 'primary' : 'danger',
    action: `${context.basePath}/busy/${encodeURIComponent(identity)}/${order}`,
    cancelHref: `${context.basePath}/busy`,
  })
}

/** `POST /busy/:identity/quiet` or `/stop` */
export async function orderProcess(
  context: PageContext,
  identity: string,
  order: ProcessOrder,
): Promise<Response> {
  if (order === 'stop') {
    const { stop, stopAll } = words().identity
    const label = identity === ALL ? stopAll : stop(identity)
    const answer = await askIdentity(context, { action: order, label })
    if (answer !== null) return answer
  }
  if (identity === ALL) return orderAll(context, order)
  const process = await findProcess(context, identity)
  if (process === null) {
    return redirectWith(context, '/busy', ['warn', 'That process is not running any more.'])
  }
  const set = new ProcessSet(context.redis)
  await (order === 'quiet' ? set.quiet(identity) : set.stop(identity))
  await context.report({ action: order, jids: [], count: 1, from: identity, to: null })
  const text = `${process.hostname}:${process.pid} was told to ${order === 'quiet' ? 'go quiet' : 'stop'}; it hears so with its next beat, within 10 s.`
  return redirectWith(context, '/busy', ['ok', text])
}

/** In an address: every process that takes signals. No identity looks like it. */
const ALL = 'all'

async function orderAll(context: PageContext, order: ProcessOrder): Promise<Response> {
  const set = new ProcessSet(context.redis)
  const count = await (order === 'quiet' ? set.quietAll() : set.stopAll())
  await context.report({ action: order, jids: [], count, from: 'all processes', to: null })
  const text = `${plural(count, 'process was', 'processes were')} told to ${order === 'quiet' ? 'go quiet' : 'stop'}.`
  return redirectWith(context, '/busy', ['ok', text])
}

async function findProcess(context: PageContext, identity: string): Promise<ProcessRecord | null> {
  const processes = await ProcessSet.fetch(context.redis)
  return processes.find((one) => one.identity === identity) ?? null
}
