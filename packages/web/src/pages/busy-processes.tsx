/**
 * The processes on Busy: where they run, what they take, when they last beat.
 */

import type { LastSeen, ProcessRecord } from '@howdah/engine/api'
import { Tag } from '../views/badge.tsx'
import { Notice } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { QueueLink, shortName } from '../views/job-cells.tsx'
import { formatBytes, formatCount, formatDuration } from '../views/numbers.ts'
import { Pagination } from '../views/pagination.tsx'
import type { PageWindow } from '../views/pagination.tsx'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import { workCommand } from './attention.tsx'
import type { PageContext } from './context.ts'
import { LastSeenLine } from './last-seen.tsx'

/** Processes on a page, above the running jobs. */
export const MOST_PROCESSES = 15

/** Processes beat every 10 s; later than this (seconds) something is wrong with one. */
export const LATE_BEAT_SECONDS = 30

/** Of one process; more would push the other columns out of sight. */
const MOST_LABELS = 4
const MOST_QUEUES = 12

/** What is shown of the processes. */
export interface ProcessesView {
  readonly context: PageContext
  readonly processes: readonly ProcessRecord[]
  readonly processWindow: PageWindow
  readonly leader: string | null
  /** Asked for where no process beats. */
  readonly lastSeen: LastSeen | null
}

/** A table of them, a page at a time; the way to start one where there is none. */
export function Processes({ view }: { view: ProcessesView }): View {
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
        href={(other) => busyHref(context, 'processes', other)}
      />
    </section>
  )
}

/** Quiet or stop all of them; each asks first. */
export function AllProcessLinks({ basePath }: { basePath: string }): View {
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

function processColumns({ context, leader }: ProcessesView): readonly Column<ProcessRecord>[] {
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
      {labels.slice(0, MOST_LABELS).map((label) => (
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
  const shown = names.slice(0, MOST_QUEUES)
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

/** Another page of one of the lists; the other one stays where it is. */
export function busyHref({ url }: PageContext, list: 'page' | 'processes', page: number): string {
  const query = new URLSearchParams(url.search)
  query.set(list, String(page))
  return `?${query.toString()}`
}
