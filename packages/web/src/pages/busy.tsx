/**
 * Busy: the processes that work, and what they work on.
 */

import { ProcessSet, WorkSet } from '@howdah/engine/api'
import type { JobRecord, ProcessRecord, WorkRecord } from '@howdah/engine/api'
import { Tag } from '../views/badge.tsx'
import { PageHead } from '../views/document.tsx'
import { EmptyState, Notice } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { argumentsColumn, jobColumn, QueueLink, shortName } from '../views/job-cells.tsx'
import type { Notes } from '../views/job-cells.tsx'
import { formatBytes, formatCount, formatDuration, plural } from '../views/numbers.ts'
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
import { redirectWith } from './redirect.ts'
import { showPage } from './show.tsx'

type WorkRow = JobRecord & { readonly work: WorkRecord }

/** The most running jobs on the page; more are counted. */
const MOST_JOBS = 100

/** Processes beat every 10 s; later than this (seconds) something is wrong with one. */
const LATE_BEAT_SECONDS = 30

/** `GET /busy` */
export async function busyPage(context: PageContext): Promise<Response> {
  const [processes, work] = await Promise.all([
    ProcessSet.fetch(context.redis),
    WorkSet.fetch(context.redis),
  ])
  const rows = work
    .slice(0, MOST_JOBS)
    .map((one) => ({ ...context.redactor.job(one.job), work: one }))
  const notes = await context.notes(rows)
  return showPage(context, {
    title: 'Busy',
    isLive: true,
    children: (
      <>
        <PageHead title="Busy" note={busyNote(processes, work.length)} />
        <Processes context={context} processes={processes} />
        <Running context={context} rows={rows} total={work.length} notes={notes} />
      </>
    ),
  })
}

function busyNote(processes: readonly ProcessRecord[], running: number): string {
  const threads = processes.reduce((sum, one) => sum + one.concurrency, 0)
  return `${plural(processes.length, 'process', 'processes')}, ${formatCount(running)} of ${plural(threads, 'thread')} busy.`
}

function Processes(props: { context: PageContext; processes: readonly ProcessRecord[] }): View {
  const { context, processes } = props
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
        rows={processes}
        rowKey={(one) => one.identity}
        columns={processColumns(context)}
      />
    </section>
  )
}

function processColumns(context: PageContext): readonly Column<ProcessRecord>[] {
  const { now, basePath, viewer } = context
  const columns: readonly Column<ProcessRecord>[] = [
    { label: 'Process', isRowHead: true, cell: (one) => <ProcessName process={one} /> },
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

function ProcessName({ process }: { process: ProcessRecord }): View {
  const { identity, hostname, pid, tag, labels, isQuiet } = process
  return (
    <span class="row" title={shortName(identity)}>
      <span>
        {shortName(hostname)}:{pid}
      </span>
      {tag === '' ? null : <Tag text={shortName(tag)} />}
      {labels.slice(0, 4).map((label) => (
        <Tag text={shortName(label)} />
      ))}
      {isQuiet ? <Tag tone="warn" text="Quiet" /> : null}
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

function Running(props: {
  context: PageContext
  rows: readonly WorkRow[]
  total: number
  notes: Notes
}): View {
  const { context, rows, total, notes } = props
  return (
    <section class="stack stack--tight" aria-labelledby="running">
      <h2 id="running">Running jobs</h2>
      {rows.length === 0 ? (
        <EmptyState title="No job is running at the moment." />
      ) : (
        <DataTable
          caption="Running jobs, longest first"
          rows={rows}
          rowKey={(row) => `${row.work.identity}/${row.work.thread}`}
          columns={runningColumns(context, rows, notes)}
        />
      )}
      {total > rows.length ? (
        <p class="soft">{formatCount(total - rows.length)} more are running.</p>
      ) : null}
    </section>
  )
}

function runningColumns(
  context: PageContext,
  rows: readonly WorkRow[],
  notes: Notes,
): readonly Column<WorkRow>[] {
  const { now, basePath } = context
  const wholeHref = (row: WorkRow): string => jobHref(context, row.jid, { in: 'running' })
  const shared = { jobs: rows, notes, wholeHref }
  return [
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
      cell: ({ work }) => <code>{processShort(work.identity)}</code>,
    },
  ]
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
  const process = await findProcess(context, identity)
  if (process === null) return notFoundPage(context, 'No such process is running.')
  const name = `${process.hostname}:${process.pid}`
  return confirmPage(context, {
    question: order === 'quiet' ? `Quiet ${name}?` : `Stop ${name}?`,
    consequence:
      order === 'quiet'
        ? 'It takes no new jobs and finishes the running ones. Only a restart wakes it again.'
        : 'It takes no new jobs; running ones get 25 seconds, then are given back to their queues. The process ends.',
    label: order === 'quiet' ? 'Quiet it' : 'Stop it',
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

async function findProcess(context: PageContext, identity: string): Promise<ProcessRecord | null> {
  const processes = await ProcessSet.fetch(context.redis)
  return processes.find((one) => one.identity === identity) ?? null
}
