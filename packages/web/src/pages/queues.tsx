/**
 * Queues: every queue with what waits in it, for how long, and who listens.
 */

import { Tag } from '../views/badge.tsx'
import { PageHead } from '../views/document.tsx'
import { EmptyState } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { QueueLink } from '../views/job-cells.tsx'
import { formatCount, formatDuration, plural } from '../views/numbers.ts'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import type { View } from '../views/view.ts'
import { listenersOf, UnheardQueue, workCommand } from './attention.tsx'
import { ProcessSet, Queue } from '@howdah/engine/api'
import type { RedisClient } from '@howdah/engine'
import type { PageContext } from './context.ts'
import { isQueueName } from '../http/params.ts'
import { showPage } from './show.tsx'

/** A queue with its listeners. */
export interface QueueRow {
  readonly name: string
  readonly size: number
  readonly latencySeconds: number
  readonly isPaused: boolean
  /** Processes that take jobs from it; quiet ones take none. */
  readonly listeners: number
}

/** All queues: those that have had jobs, and those that a process listens to. By name. */
export async function fetchQueueRows(redis: RedisClient): Promise<readonly QueueRow[]> {
  const [queues, processes] = await Promise.all([Queue.all(redis), ProcessSet.fetch(redis)])
  const known = new Set(queues.map((queue) => queue.name))
  const listened = new Set(processes.flatMap((one) => one.queues))
  const rows = [
    ...queues.map((queue) => ({ ...queue, listeners: queue.processes })),
    ...[...listened]
      .filter((name) => !known.has(name))
      .map((name) => ({
        name,
        size: 0,
        latencySeconds: 0,
        isPaused: false,
        listeners: listenersOf(name, processes),
      })),
  ]
  return rows.sort((one, other) => one.name.localeCompare(other.name))
}

/** `GET /queues` */
export async function queuesPage(context: PageContext): Promise<Response> {
  const rows = await fetchQueueRows(context.redis)
  const unheard = rows.filter((row) => row.size > 0 && row.listeners === 0)
  return showPage(context, {
    title: 'Queues',
    isLive: true,
    children: (
      <>
        <PageHead title="Queues" note={queuesNote(rows)} />
        {unheard.slice(0, 5).map((row) => (
          <UnheardQueue context={context} name={row.name} size={row.size} />
        ))}
        {rows.length === 0 ? (
          <EmptyState title="No queue has had a job yet.">
            <p>A queue appears with its first job, or when a process listens to it.</p>
          </EmptyState>
        ) : (
          <DataTable
            caption="Queues"
            rows={rows}
            rowKey={(row) => row.name}
            columns={queueColumns(context)}
          />
        )}
        {hasBacklog(rows) ? <BacklogHelp context={context} /> : null}
      </>
    ),
  })
}

function queuesNote(rows: readonly QueueRow[]): string {
  const waiting = rows.reduce((sum, row) => sum + row.size, 0)
  if (waiting === 0) return `Nothing waits in ${plural(rows.length, 'queue')}.`
  return `${plural(waiting, 'job')} in ${plural(rows.length, 'queue')}.`
}

function queueColumns(context: PageContext): readonly Column<QueueRow>[] {
  const { basePath, viewer } = context
  const columns: readonly Column<QueueRow>[] = [
    {
      label: 'Name',
      isRowHead: true,
      cell: ({ name }) => <QueueLink name={name} basePath={basePath} />,
    },
    { label: 'Size', kind: 'number', cell: ({ size }) => formatCount(size) },
    { label: 'Oldest waits', kind: 'number', cell: latencyText },
    { label: 'Processes listening', kind: 'number', cell: ({ listeners }) => listeners },
    { label: 'State', kind: 'tight', cell: (row) => <QueueState row={row} /> },
  ]
  if (!viewer.canAct) return columns
  const clear: Column<QueueRow> = {
    label: 'Actions',
    kind: 'actions',
    hasHiddenHead: true,
    cell: (row) => <ClearLink row={row} basePath={basePath} />,
  }
  return [...columns, clear]
}

function latencyText({ size, latencySeconds }: QueueRow): string {
  return size === 0 ? '–' : formatDuration(latencySeconds)
}

/** Whether a queue moves, in a word. */
export function QueueState({ row }: { row: QueueRow }): View {
  if (row.isPaused) return <Tag tone="warn" text="Paused" />
  if (row.listeners > 0) return <Tag tone="ok" text={row.size === 0 ? 'Empty' : 'Running'} />
  return row.size === 0 ? (
    <Tag text="Nobody listens" />
  ) : (
    <Tag tone="danger" text="Nobody listens" />
  )
}

/** The link to the page that asks before clearing; nothing for an empty queue. */
export function ClearLink({ row, basePath }: { row: QueueRow; basePath: string }): View {
  if (row.size === 0 || !isQueueName(row.name)) return <></>
  return (
    <a class={buttonClass()} href={`${basePath}/queues/${row.name}/clear`}>
      Clear…
    </a>
  )
}

/** Waiting longer than this (seconds) means that jobs come in faster than they are worked off. */
const BACKLOG_SECONDS = 60

/** Whether a queue that is listened to keeps its jobs waiting. */
export function hasBacklog(rows: readonly QueueRow[]): boolean {
  return rows.some((row) => row.listeners > 0 && row.latencySeconds > BACKLOG_SECONDS)
}

/** What a growing queue means and what helps. */
export function BacklogHelp({ context }: { context: PageContext }): View {
  return (
    <p class="soft prose">
      When jobs wait for long, requests come in faster than they are worked off. More worker
      processes help: start {workCommand(context)} once more.
    </p>
  )
}
