/**
 * What wants attention: the few things an administrator must not overlook, each with the way out.
 */

import type { ProcessRecord, SchedulerHealth, StatsRecord } from '@howdah/engine/api'
import { Notice } from '../views/flash.tsx'
import { QueueLink } from '../views/job-cells.tsx'
import { formatRelative } from '../views/numbers.ts'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'

/** A poller looks every few seconds; behind by more than this (milliseconds) is worth a word. */
const LATE_AFTER_MS = 60_000

/** What "work" means in a sentence: the command that starts a process, for one queue if named. */
export function workCommand(context: PageContext, queue?: string): View {
  const command = context.options.workCommand ?? 'howdah work'
  return <code class="command">{queue === undefined ? command : `${command} -q ${queue}`}</code>
}

/** How many processes take jobs from a queue: quiet ones take none. */
function listenersOf(name: string, processes: readonly ProcessRecord[]): number {
  return processes.filter((one) => !one.isQuiet && one.queues.includes(name)).length
}

/** The notices of the dashboard, worst first; empty when all is well. */
export function attentionList(
  context: PageContext,
  stats: StatsRecord,
  processes: readonly ProcessRecord[],
  health: SchedulerHealth,
): readonly View[] {
  return [
    processes.length === 0 ? <NoProcess context={context} /> : null,
    clockNotice(context, health),
    ...unheardQueues(context, stats, processes),
    ...pausedQueues(context, stats),
    stats.dead > 0 ? <DeadNotice context={context} dead={stats.dead} /> : null,
  ].filter((notice) => notice !== null)
}

function NoProcess({ context }: { context: PageContext }): View {
  return (
    <Notice tone="danger">
      <p>{words().dashboard.noProcess(workCommand(context))}</p>
    </Notice>
  )
}

function unheardQueues(
  context: PageContext,
  stats: StatsRecord,
  processes: readonly ProcessRecord[],
): readonly View[] {
  if (processes.length === 0) return [] // Said once already, for all queues.
  return stats.queues
    .filter(
      (queue) => queue.size > 0 && !queue.isPaused && listenersOf(queue.name, processes) === 0,
    )
    .slice(0, 5)
    .map((queue) => <UnheardQueue context={context} name={queue.name} size={queue.size} />)
}

/** A forgotten pause looks like a fault: it is named where jobs wait behind it. */
function pausedQueues(context: PageContext, stats: StatsRecord): readonly View[] {
  return stats.queues
    .filter((queue) => queue.size > 0 && queue.isPaused)
    .slice(0, 5)
    .map(({ name, size }) => (
      <Notice tone="warn">
        <p>
          {words().dashboard.paused(<QueueLink name={name} basePath={context.basePath} />, size)}
        </p>
      </Notice>
    ))
}

/** "No process listens to export": jobs there wait for ever. */
export function UnheardQueue(props: { context: PageContext; name: string; size: number }): View {
  const { context, name, size } = props
  const queue = <QueueLink name={name} basePath={context.basePath} />
  return (
    <Notice tone="danger">
      <p>{words().dashboard.unheard(queue, size, workCommand(context, name))}</p>
    </Notice>
  )
}

/** The clock: overdue jobs that nobody moves, or that are moved too slowly. Null when well. */
export function clockNotice(context: PageContext, health: SchedulerHealth): View | null {
  const { overdue, oldestDueAt, pollers } = health
  if (overdue === 0 || oldestDueAt === null) return null
  const since = formatRelative(oldestDueAt, context.now)
  const restart = restartCommand(context)
  const text = words().dashboard
  if (pollers === 0) {
    return (
      <Notice tone="danger">
        <p>
          {text.notPolled(overdue, since)}{' '}
          {restart === null ? text.startOne(workCommand(context)) : text.restart(restart)}
        </p>
      </Notice>
    )
  }
  if (context.now.getTime() - oldestDueAt.getTime() < LATE_AFTER_MS) return null
  return (
    <Notice tone="warn">
      <p>
        {text.late(overdue, since, pollers)} {text.ifThisStays(restart)}
      </p>
    </Notice>
  )
}

/** "systemctl restart …"; null where it is not known. */
function restartCommand({ options }: PageContext): View | null {
  const command = options.restartCommand
  return command === undefined ? null : <code class="command">{command}</code>
}

function DeadNotice({ context, dead }: { context: PageContext; dead: number }): View {
  const look = (text: string): View => <a href={`${context.basePath}/dead`}>{text}</a>
  return (
    <Notice tone="warn">
      <p>{words().dashboard.dead(dead, look)}</p>
    </Notice>
  )
}
