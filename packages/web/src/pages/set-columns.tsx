/**
 * The columns of Scheduled, Retries and Dead.
 */

import type { SetEntry } from '@howdah/engine/api'
import { RowButtons } from '../views/bulk-form.tsx'
import {
  argumentsColumn,
  attemptsColumn,
  jobColumn,
  queueColumn,
  tickColumn,
} from '../views/job-cells.tsx'
import { clip } from '../views/clip.ts'
import type { Notes } from '../views/job-cells.tsx'
import { errorMessageColumn, errorPayloadColumn } from '../views/job-error.tsx'
import type { Column } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { isJid } from '../http/params.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { jobHref } from './job-place.ts'
import type { SetKind } from './set-kinds.ts'

/** One page of one set. */
export interface SetColumnsOptions {
  readonly context: PageContext
  readonly kind: SetKind
  readonly entries: readonly SetEntry[]
  readonly notes: Notes
}

/** The columns in the order of the page; tick boxes and buttons only for those who may act. */
export function setColumns(options: SetColumnsOptions): readonly Column<SetEntry>[] {
  const { context, kind } = options
  const columns = contentColumns(options)
  if (!context.viewer.canAct) return columns
  return [tickColumn<SetEntry>((entry) => entry.key), ...columns, buttonsColumn(kind)]
}

function contentColumns(options: SetColumnsOptions): readonly Column<SetEntry>[] {
  const { context, kind, entries, notes } = options
  const wholeHref = (entry: SetEntry): string => entryHref(context, kind, entry)
  const shared = { jobs: entries, notes, wholeHref }
  const job = jobColumn(shared)
  const queue = queueColumn<SetEntry>(context.basePath)
  const args = argumentsColumn(shared)
  const failed = [attemptsColumn<SetEntry>(), queue, job, args]
  const { at, nextRetry } = words().sets.columns
  if (kind.path === '/scheduled') return [atColumn(at, context.now), queue, job, args]
  if (kind.path === '/dead') {
    return [diedColumn(context.now), ...failed, errorPayloadColumn(entries)]
  }
  return [atColumn(nextRetry, context.now), ...failed, errorMessageColumn(entries)]
}

/** The page of one entry. */
function entryHref(context: PageContext, kind: SetKind, entry: SetEntry): string {
  // The page by jid follows the job; a job whose jid is none has only its place.
  if (isJid(entry.jid)) return jobHref(context, entry.jid, { in: kind.key, key: entry.key })
  return `${context.basePath}${kind.path}/${encodeURIComponent(entry.key.toWellFormed())}`
}

function atColumn(label: string, now: Date): Column<SetEntry> {
  return { label, cell: ({ at }) => <DueTime at={at} now={now} /> }
}

/** Pollers look every few seconds, so a job may be this late (milliseconds) without a fault. */
const OVERDUE_AFTER_MS = 15_000

/** A time to come; marked when it has passed. */
function DueTime({ at, now }: { at: Date; now: Date }): View {
  const isOverdue = now.getTime() - at.getTime() > OVERDUE_AFTER_MS
  return (
    <>
      <Time at={at} now={now} show="iso" />
      {isOverdue ? <span class="late"> {words().sets.overdue}</span> : null}
    </>
  )
}

function diedColumn(now: Date): Column<SetEntry> {
  return { label: words().sets.columns.died, cell: ({ at }) => <Time at={at} now={now} /> }
}

function buttonsColumn(kind: SetKind): Column<SetEntry> {
  return {
    label: words().common.columns.actions,
    kind: 'actions',
    hasHiddenHead: true,
    cell: (entry, index) => (
      <RowButtons
        actions={kind.actions}
        jobKey={entry.key}
        about={{ id: `about-${index}`, text: clip(`${entry.displayClass} ${entry.jid}`, 60).text }}
      />
    ),
  }
}
