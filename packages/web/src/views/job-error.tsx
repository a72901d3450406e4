/**
 * Why a job failed: one line when closed, everything known when open.
 */

import { stringifyJson } from '@howdah/engine'
import type { JobRecord } from '@howdah/engine/api'
import type { Child } from '../jsx-runtime.ts'
import { words } from '../words/words.ts'
import { clip } from './clip.ts'
import { FactList } from './facts.tsx'
import { rowLimit } from './job-cells.tsx'
import { CodeBlock, JsonBlock } from './json-view.tsx'
import { prettyJson } from './pretty-json.ts'
import type { Column } from './table.tsx'
import { formatMoment, Time } from './time.tsx'
import type { View } from './view.ts'

/** Bytes of errors a row may carry on average; see `ARGUMENT_BYTES_PER_ROW`. */
const ERROR_BYTES_PER_ROW = 170

/** Longest error line of a closed row. */
const LINE_LENGTH = 120

/** "Net::ReadTimeout: read timed out", or a dash without an error. */
function errorLine(job: JobRecord): string {
  if (job.errorClass === null && job.errorMessage === null) return words().shell.noError
  return `${job.errorClass ?? words().common.columns.error}: ${job.errorMessage ?? ''}`
}

/** The error as a person reads it: class, message, times, backtrace. For the retries. */
export function errorMessageColumn<Job extends JobRecord>(jobs: readonly Job[]): Column<Job> {
  const limit = rowLimit(jobs.map(errorText), ERROR_BYTES_PER_ROW)
  return {
    label: words().common.columns.errorMessage,
    kind: 'wide',
    cell: (job) => (
      <ErrorDetails job={job}>
        <p>
          {words().shell.failedFromTo(
            momentText(job.failedAt),
            momentText(job.retriedAt ?? job.failedAt),
          )}
        </p>
        <CodeBlock text={errorText(job)} limit={limit} />
      </ErrorDetails>
    ),
  }
}

function momentText(at: Date | null): string {
  return at === null ? words().shell.unknownTime : formatMoment(at)
}

/** One line that opens. */
function ErrorDetails({ job, children }: { job: JobRecord; children: Child }): View {
  return (
    <details class="disclosure">
      <summary>
        <bdi>{clip(errorLine(job), LINE_LENGTH).text}</bdi>
      </summary>
      {children}
    </details>
  )
}

/** The error and its backtrace, as a log would show them. */
function errorText(job: JobRecord): string {
  return [errorLine(job), ...(job.errorBacktrace ?? [])].join('\n')
}

/** The facts of a job's last error. */
export function ErrorFacts(props: {
  job: JobRecord
  now: Date
  limit: number
  id: string
  wholeHref?: string | undefined
}): View {
  const { job, now, limit, id, wholeHref } = props
  const text = words().shell
  return (
    <div class="stack stack--tight">
      <FactList
        facts={[
          [text.errorClass, <bdi>{clip(job.errorClass ?? '–', LINE_LENGTH).text}</bdi>],
          [text.firstFailed, <Time at={job.failedAt} now={now} />],
          [text.lastFailed, <Time at={job.retriedAt ?? job.failedAt} now={now} />],
        ]}
      />
      <CodeBlock text={errorLine(job)} limit={limit} id={id} wholeHref={wholeHref} />
    </div>
  )
}

/** The error payload as JSON. For the dead. */
export function errorPayloadColumn<Job extends JobRecord>(jobs: readonly Job[]): Column<Job> {
  const limit = rowLimit(
    jobs.map((job) => prettyJson(errorPayload(job))),
    ERROR_BYTES_PER_ROW,
  )
  return {
    label: words().common.columns.error,
    kind: 'wide',
    cell: (job) => (
      <ErrorDetails job={job}>
        <JsonBlock json={errorPayload(job)} limit={limit} />
      </ErrorDetails>
    ),
  }
}

/** What is recorded of the failure, under the names it has in Redis. */
function errorPayload(job: JobRecord): string {
  return stringifyJson({
    error_class: job.errorClass,
    error_message: job.errorMessage,
    failed_at: job.failedAt?.toISOString() ?? null,
    retried_at: job.retriedAt?.toISOString() ?? null,
    retry_count: job.retryCount,
    backtrace: job.errorBacktrace ?? [],
  })
}
