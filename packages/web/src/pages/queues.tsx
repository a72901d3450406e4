/**
 * Queues: every queue with what waits in it, for how long, and who listens.
 */

import { Tag } from '../views/badge.tsx'
import { PageHead } from '../views/document.tsx'
import { EmptyState } from '../views/flash.tsx'
import { buttonClass, PostButton } from '../views/form.tsx'
import { QueueLink, shortName } from '../views/job-cells.tsx'
import { formatList } from '../language/formats.ts'
import { formatCount, formatDuration } from '../views/numbers.ts'
import { Sparkline } from '../views/sparkline.tsx'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import { UnheardQueue, workCommand } from './attention.tsx'
import type { ProcessRecord } from '@howdah/engine/api'
import type { PageContext } from './context.ts'
import { withEarlyHead } from './early-head.tsx'
import { isQueueName, queuePath } from '../http/params.ts'
import { showPage } from './show.tsx'

/** A queue with its listeners. */
export interface QueueRow {
  readonly name: string
  readonly size: number
  readonly latencySeconds: number
  readonly isPaused: boolean
  readonly pausedBy: string | null
  readonly pausedAt: Date | null
  /** Processes that take jobs from it; quiet ones take none. */
  readonly listeners: number
  /** How many jobs those run at the same time at most, other queues' included. */
  readonly threads: number
}

/** All queues: those that have had jobs, and those that a process listens to. By name. */
export async function fetchQueueRows(context: PageContext): Promise<readonly QueueRow[]> {
  const [queues, processes] = await Promise.all([context.watch.queues(), context.watch.processes()])
  const known = new Set(queues.map((queue) => queue.name))
  const listened = new Set(processes.flatMap((one) => one.queues))
  const rows = [
    ...queues.map((queue) => ({
      ...queue,
      listeners: queue.processes,
      threads: queue.concurrency,
    })),
    ...[...listened]
      .filter((name) => !known.has(name))
      .map((name) => neverUsedRow(name, processes)),
  ]
  return rows.sort((one, other) => one.name.localeCompare(other.name))
}

/** A queue that a process listens to and that has had no job yet. */
function neverUsedRow(name: string, processes: readonly ProcessRecord[]): QueueRow {
  const listening = processes.filter((one) => !one.isQuiet && one.queues.includes(name))
  return {
    name,
    size: 0,
    latencySeconds: 0,
    isPaused: false,
    pausedBy: null,
    pausedAt: null,
    listeners: listening.length,
    threads: listening.reduce((sum, one) => sum + one.concurrency, 0),
  }
}

/** Jobs wait, nobody holds them back on purpose, and nobody will take them. */
export function isUnheard(row: QueueRow): boolean {
  return row.size > 0 && row.listeners === 0 && !row.isPaused
}

/** `GET /queues` */
export function queuesPage(context: PageContext): Promise<Response> {
  return withEarlyHead(context, showQueues)
}

async function showQueues(context: PageContext): Promise<Response> {
  const rows = await fetchQueueRows(context)
  const { common, queues } = words()
  const title = common.pages.queues
  return showPage(context, {
    title,
    isLive: true,
    liveOn: ['queues', 'busy'],
    children: (
      <>
        <PageHead title={title} note={queuesNote(rows)} />
        {rows
          .filter(isUnheard)
          .slice(0, 5)
          .map((row) => (
            <UnheardQueue context={context} name={row.name} size={row.size} />
          ))}
        {rows.length === 0 ? (
          <EmptyState title={queues.noQueue}>
            <p>{queues.noQueueHint}</p>
          </EmptyState>
        ) : (
          <QueuesTable context={context} rows={rows} />
        )}
        {hasBacklog(rows) ? <BacklogHelp context={context} /> : null}
      </>
    ),
  })
}

/** More queues than this are a mistake of a program; the page must open all the same. */
const MOST_QUEUES = 100

function QueuesTable({ context, rows }: { context: PageContext; rows: readonly QueueRow[] }): View {
  const shown = rows.slice(0, MOST_QUEUES)
  return (
    <>
      <DataTable
        caption={words().common.pages.queues}
        rows={shown}
        rowKey={(row) => row.name}
        columns={queueColumns(context)}
      />
      {rows.length > shown.length ? (
        <p class="soft">
          {words().queues.notShown(
            rows.length - shown.length,
            <code>{context.basePath}/queues/name</code>,
          )}
        </p>
      ) : null}
      <p class="soft prose">{words().queues.rates}</p>
    </>
  )
}

function queuesNote(rows: readonly QueueRow[]): string {
  const waiting = rows.reduce((sum, row) => sum + row.size, 0)
  const { common, queues } = words()
  if (waiting === 0) return queues.nothingWaits(rows.length)
  return queues.waiting(common.jobs(waiting), rows.length)
}

function queueColumns(context: PageContext): readonly Column<QueueRow>[] {
  const { basePath, viewer, watch } = context
  const { common, queues } = words()
  const text = queues.columns
  const columns: readonly Column<QueueRow>[] = [
    {
      label: text.name,
      isRowHead: true,
      cell: ({ name }) => <QueueLink name={name} basePath={basePath} />,
    },
    { label: text.size, kind: 'number', cell: ({ size }) => formatCount(size) },
    { label: text.oldestWaits, kind: 'number', cell: latencyText },
    {
      label: text.in,
      kind: 'number',
      cell: ({ name }) => rateText(watch.history.rates(name).arrivals),
    },
    {
      label: text.out,
      kind: 'number',
      cell: ({ name }) => rateText(watch.history.rates(name).taken),
    },
    { label: text.workers, kind: 'tight', cell: workersText },
    {
      label: text.lastHour,
      kind: 'tight',
      cell: ({ name }) => <SizeLine context={context} name={name} />,
    },
    {
      label: common.columns.state,
      kind: 'tight',
      cell: (row) => <QueueState row={row} now={context.now} />,
    },
  ]
  if (!viewer.canAct) return columns
  const actions: Column<QueueRow> = {
    label: common.columns.actions,
    kind: 'actions',
    hasHiddenHead: true,
    cell: (row) => (
      <>
        <PauseButton row={row} basePath={basePath} from="list" />
        <ClearLink row={row} basePath={basePath} />
      </>
    ),
  }
  return [...columns, actions]
}

function latencyText({ size, latencySeconds }: QueueRow): string {
  return size === 0 ? '–' : formatDuration(latencySeconds)
}

/** "12/min", or a dash where nobody can tell. */
export function rateText(perMinute: number | null): string {
  if (perMinute === null) return '–'
  const rounded = perMinute >= 10 ? Math.round(perMinute) : Math.round(perMinute * 10) / 10
  return words().common.perMinute(formatCount(rounded))
}

/** "2 × 10 threads" says more than a bare number of processes. */
function workersText({ listeners, threads }: QueueRow): string {
  const { common, queues } = words()
  if (listeners === 0) return queues.noWorkers
  return formatList([common.processes(listeners), common.threads(threads)])
}

/** The size of a queue over the last hour. */
export function SizeLine({ context, name }: { context: PageContext; name: string }): View {
  const points = context.watch.history.line(name)
  return (
    <Sparkline
      points={points.map(({ atMs, size }) => ({ at: atMs, value: size }))}
      label={words().queues.sizeLine}
    />
  )
}

/** Whether a queue moves, in a word; who paused it, and since when. */
export function QueueState({ row, now }: { row: QueueRow; now: Date }): View {
  const text = words().queues
  if (row.isPaused) {
    return (
      <span class="job">
        <Tag tone="warn" text={text.paused} />
        <PausedNote row={row} now={now} />
      </span>
    )
  }
  if (row.listeners > 0) return <Tag tone="ok" text={row.size === 0 ? text.empty : text.running} />
  return row.size === 0 ? (
    <Tag text={text.empty} />
  ) : (
    <Tag tone="danger" text={text.nobodyListens} />
  )
}

function PausedNote({ row, now }: { row: QueueRow; now: Date }): View {
  const { pausedAt, pausedBy } = row
  if (pausedAt === null) return <small class="soft">{words().queues.pausedElsewhere}</small>
  return (
    <small class="soft">
      {pausedBy === null ? null : <>{words().queues.by(<bdi>{shortName(pausedBy)}</bdi>)} </>}
      <Time at={pausedAt} now={now} show="relative" />
    </small>
  )
}

/** Pauses a queue, or lets it go on. */
export function PauseButton(props: {
  row: QueueRow
  basePath: string
  from: 'list' | 'queue'
}): View {
  const { row, basePath, from } = props
  if (!isQueueName(row.name)) return <></>
  const verb = row.isPaused ? 'resume' : 'pause'
  return (
    <PostButton
      action={`${basePath}${queuePath(row.name)}/${verb}`}
      label={words().queues[verb]}
      tone={row.isPaused ? 'primary' : 'default'}
      fields={{ from }}
      about={row.name}
    />
  )
}

/** The link to the page that asks before clearing; nothing for an empty queue. */
function ClearLink({ row, basePath }: { row: QueueRow; basePath: string }): View {
  if (row.size === 0 || !isQueueName(row.name)) return <></>
  return (
    <a class={buttonClass()} href={`${basePath}${queuePath(row.name)}/clear`}>
      {words().queues.clear}
    </a>
  )
}

/** Waiting longer than this (seconds) means that jobs come in faster than they are worked off. */
const BACKLOG_SECONDS = 60

/** Whether a queue that is listened to keeps its jobs waiting. */
function hasBacklog(rows: readonly QueueRow[]): boolean {
  return rows.some(
    (row) => row.listeners > 0 && !row.isPaused && row.latencySeconds > BACKLOG_SECONDS,
  )
}

/** What a growing queue means and what helps. */
function BacklogHelp({ context }: { context: PageContext }): View {
  return <p class="soft prose">{words().queues.backlog(workCommand(context))}</p>
}
