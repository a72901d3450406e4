/**
 * Why a job failed: one line when closed, everything known when open.
 */

import { stringifyJson } from '@howdah/engine'
import type { JobRecord } from '@howdah/engine/api'
import { clip } from './clip.ts'
import { rowLimit } from './job-cells.tsx'
import { JsonBlock } from './json-view.tsx'
import { prettyJson } from './pretty-json.ts'
import type { Column } from './table.tsx'
import { Time } from './time.tsx'
import type { View } from './view.ts'

/** Bytes of errors a row may carry on average; see `ARGUMENT_BYTES_PER_ROW`. */
const ERROR_BYTES_PER_ROW = 560

/** Longest error line of a closed row. */
const LINE_LENGTH = 160

/** "Net::ReadTimeout: read timed out", or a dash without an error. */
export function errorLine(job: JobRecord): string {
  if (job.errorClass === null && job.errorMessage === null) return 'No error is recorded'
  return `${job.errorClass ?? 'Error'}: ${job.errorMessage ?? ''}`
}

/** What the error columns need. */
export interface ErrorColumnOptions<Job> {
  readonly jobs: readonly Job[]
  readonly now: Date
  /** The page with the whole of a job. */
  readonly wholeHref: (job: Job) => string
}

/** The error as a person reads it: class, message, times, backtrace. For the retries. */
export function errorMessageColumn<Job extends JobRecord>(
  options: ErrorColumnOptions<Job>,
): Column<Job> {
  const { jobs, now, wholeHref } = options
  const limit = rowLimit(
    jobs.map((job) => `${job.errorMessage ?? ''}${backtraceText(job)}`),
    ERROR_BYTES_PER_ROW,
  )
  return {
    label: 'Error message',
    kind: 'wide',
    cell: (job) => (
      <details class="disclosure">
        <summary>
          <span>{clip(errorLine(job), LINE_LENGTH).text}</span>
        </summary>
        <ErrorFacts job={job} now={now} limit={limit} />
        <p>
          <a href={wholeHref(job)}>All of this job</a>
        </p>
      </details>
    ),
  }
}

/** The facts of a job's last error. */
export function ErrorFacts(props: { job: JobRecord; now: Date; limit: number }): View {
  const { job, now, limit } = props
  const message = clip(job.errorMessage ?? '', limit)
  const backtrace = clip(backtraceText(job), Math.max(0, limit - message.text.length))
  return (
    <div class="stack stack--tight">
      <dl class="facts">
        <div>
          <dt>Error class</dt>
          <dd>{clip(job.errorClass ?? '–', LINE_LENGTH).text}</dd>
        </div>
        <div>
          <dt>First failed</dt>
          <dd>
            <Time at={job.failedAt} now={now} />
          </dd>
        </div>
        <div>
          <dt>Last failed</dt>
          <dd>
            <Time at={job.retriedAt ?? job.failedAt} now={now} />
          </dd>
        </div>
      </dl>
      <pre class="code" tabindex={0}>
        {message.text}
      </pre>
      {backtrace.text === '' ? null : (
        <pre class="code" tabindex={0} dir="ltr">
          {backtrace.text}
        </pre>
      )}
    </div>
  )
}

function backtraceText(job: JobRecord): string {
  return (job.errorBacktrace ?? []).join('\n')
}

/** The error payload as JSON. For the dead. */
export function errorPayloadColumn<Job extends JobRecord>(
  options: ErrorColumnOptions<Job>,
): Column<Job> {
  const { jobs, wholeHref } = options
  const limit = rowLimit(
    jobs.map((job) => prettyJson(errorPayload(job))),
    ERROR_BYTES_PER_ROW,
  )
  return {
    label: 'Error',
    kind: 'wide',
    cell: (job) => <ErrorPayload job={job} limit={limit} wholeHref={wholeHref(job)} />,
  }
}

function ErrorPayload(props: { job: JobRecord; limit: number; wholeHref: string }): View {
  const { job, limit, wholeHref } = props
  const json = errorPayload(job)
  const isCut = clip(prettyJson(json), limit).isCut
  return (
    <details class="disclosure">
      <summary>
        <span>{clip(errorLine(job), LINE_LENGTH).text}</span>
      </summary>
      <JsonBlock json={json} limit={limit} />
      <p>
        <a href={wholeHref}>{isCut ? 'Only the start is shown; all of it' : 'All of this job'}</a>
      </p>
    </details>
  )
}

/** What is recorded of the failure, under the names it has in Redis. */
export function errorPayload(job: JobRecord): string {
  return stringifyJson({
    error_class: job.errorClass,
    error_message: job.errorMessage,
    failed_at: job.failedAt?.toISOString() ?? null,
    retried_at: job.retriedAt?.toISOString() ?? null,
    retry_count: job.retryCount,
    backtrace: job.errorBacktrace ?? [],
  })
}
