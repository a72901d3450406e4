/**
 * The columns that all lists of jobs share: the tick box, the job, its arguments, its attempts.
 */

import { stringifyJson } from '@howdah/engine'
import type { JobRecord } from '@howdah/engine/api'
import { isQueueName, queuePath } from '../http/params.ts'
import { currentReader } from '../language/reader.ts'
import type { JobNote } from '../options.ts'
import { words } from '../words/words.ts'
import { clip, fairShare } from './clip.ts'
import { JsonView } from './json-view.tsx'
import { prettyJson } from './pretty-json.ts'
import { formatCount } from './numbers.ts'
import type { Column } from './table.tsx'
import type { View } from './view.ts'

/** Notes on jobs by jid. */
export type Notes = ReadonlyMap<string, JobNote>

/**
 * Bytes of arguments a row may carry on average (as written, escaped). 25 rows of a page stay
 * below 60 KB with it; while a page has room, single long ones are shown whole.
 */
const ARGUMENT_BYTES_PER_ROW = 115

/** Even a page of two rows may show this many rows' worth. */
const FEWEST_ROWS = 25

/** Longest class or queue name shown; real ones are far shorter, hostile ones are not. */
const NAME_LENGTH = 120

/** How long each of `texts` may be so that the page stays within `bytesPerRow` on average. */
export function rowLimit(texts: readonly string[], bytesPerRow: number): number {
  return fairShare(texts, Math.max(texts.length, FEWEST_ROWS) * bytesPerRow)
}

/**
 * The arguments as JSON text, exactly as stored. A lone object is shown without the list around
 * it: `[{"user_id":42}]` → `{"user_id":42}`, which is what a person means by "the arguments".
 */
export function argumentsJson(job: JobRecord): string {
  if (job.displayClass !== job.class) return unwrap(stringifyJson(job.displayArgs), job.displayArgs)
  return unwrap(job.argsJson, job.args)
}

function unwrap(json: string, args: readonly unknown[]): string {
  const only = args.length === 1 ? args[0] : null
  const isObject = typeof only === 'object' && only !== null && !Array.isArray(only)
  return isObject ? json.trim().slice(1, -1).trim() : json
}

/** A name cut to a sane length. */
export function shortName(name: string): string {
  return clip(name, NAME_LENGTH).text
}

/** "web-1:4411" of the identity "web-1:4411:0a1b2c3d4e5f". */
export function processName(identity: string): string {
  return shortName(identity.split(':').slice(0, 2).join(':'))
}

/** What the job columns need. */
export interface JobColumnOptions<Job> {
  readonly jobs: readonly Job[]
  readonly notes: Notes
  /** The page with the whole of a job; null for one that no address can name. */
  readonly wholeHref: (job: Job) => string | null
}

/** The class, linked to the whole job, whose job it is, and its tags; the head of its row. */
export function jobColumn<Job extends JobRecord>(options: JobColumnOptions<Job>): Column<Job> {
  const { notes, wholeHref } = options
  return {
    label: words().common.columns.job,
    isRowHead: true,
    cell: (job) => <JobName job={job} note={notes.get(job.jid)} href={wholeHref(job)} />,
  }
}

function JobName(props: { job: JobRecord; note: JobNote | undefined; href: string | null }): View {
  const { job, note, href } = props
  const text = job.invalid ? words().shell.notAJob : <bdi>{shortName(job.displayClass)}</bdi>
  const name =
    href === null ? (
      <b>{text}</b>
    ) : (
      <a href={href} data-opens>
        {text}
      </a>
    )
  if (note === undefined && job.tags.length === 0) return name
  return (
    <div class="job">
      {name}
      {note === undefined ? null : (
        <a href={note.href}>
          <bdi>{note.label}</bdi>
        </a>
      )}
      {job.tags.slice(0, 4).map((tag) => (
        <span class="tag tag--plain" dir="auto">
          {clip(tag, 40).text}
        </span>
      ))}
    </div>
  )
}

/**
 * The arguments: one line when closed, laid out with a link to the member when open; for readers who
 * hide them a link to the job's page.
 */
export function argumentsColumn<Job extends JobRecord>(
  options: JobColumnOptions<Job>,
): Column<Job> {
  const { jobs, notes } = options
  const label = words().common.columns.arguments
  if (currentReader().preferences.hidesArguments) {
    return { label, cell: (job) => <WholeLink job={job} href={options.wholeHref(job)} /> }
  }
  const limit = rowLimit(
    jobs.map((job) => prettyJson(argumentsJson(job))),
    ARGUMENT_BYTES_PER_ROW,
  )
  return {
    label,
    kind: 'wide',
    cell: (job) => (
      <JsonView label={label} json={argumentsJson(job)} limit={limit}>
        <MemberLink note={notes.get(job.jid)} />
      </JsonView>
    ),
  }
}

/** To where the arguments are, for readers who keep them out of lists. */
function WholeLink({ job, href }: { job: JobRecord; href: string | null }): View {
  if (href === null) return <span class="none">–</span>
  return (
    <a href={href}>
      {words().settings.showArguments}
      <span class="visually-hidden"> {shortName(job.displayClass)}</span>
    </a>
  )
}

/** The member whose job it is, and the export it makes; nothing for other jobs. */
export function MemberLink({ note }: { note: JobNote | undefined }): View {
  if (note === undefined) return <></>
  return (
    <p class="row">
      <a href={note.href}>
        {words().shell.member} <bdi>{note.label}</bdi>
      </a>
      {note.exportHref === undefined ? null : (
        <a href={note.exportHref}>{words().shell.thisExport}</a>
      )}
    </p>
  )
}

/** The queue's name, linked. */
export function queueColumn<Job extends JobRecord>(basePath: string): Column<Job> {
  return {
    label: words().common.columns.queue,
    cell: (job) => <QueueLink name={job.queue} basePath={basePath} />,
  }
}

/** A link to a queue, its name cut to a sane length. */
export function QueueLink({ name, basePath }: { name: string; basePath: string }): View {
  if (name === '') return <span class="none">–</span>
  const shown = shortName(name)
  return <bdi>{isQueueName(name) ? <a href={basePath + queuePath(name)}>{shown}</a> : shown}</bdi>
}

/** "2 of 5": how often the job was tried, and how often it may be. */
export function attemptsText(job: JobRecord): string {
  const made = job.retryCount === null ? 0 : job.retryCount + 1
  return words().common.partOf(formatCount(made), formatCount(Math.max(made, job.maxRetries + 1)))
}

/** The attempts as a column. */
export function attemptsColumn<Job extends JobRecord>(): Column<Job> {
  return { label: words().common.columns.attempts, kind: 'tight', cell: attemptsText }
}

/** A tick box for the form around the table. */
export function tickColumn<Job extends JobRecord>(keyOf: (job: Job) => string): Column<Job> {
  return {
    label: words().common.columns.select,
    kind: 'tick',
    hasHiddenHead: true,
    cell: (job) => (
      <input
        type="checkbox"
        name="key"
        value={keyOf(job)}
        aria-label={words().common.selectRow(shortName(job.displayClass))}
      />
    ),
  }
}
