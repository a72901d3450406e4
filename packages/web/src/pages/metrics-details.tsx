/**
 * What only Howdah's processes tell of a class: its slowest runs and its errors.
 */

import type { ErrorCount, SlowRun } from '@howdah/engine/api'
import { searchHref } from '../search/address.ts'
import { Badge } from '../views/badge.tsx'
import { clip } from '../views/clip.ts'
import { shortName } from '../views/job-cells.tsx'
import { formatCount, formatSpan } from '../views/numbers.ts'
import { DataTable } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { jobHref } from './job-place.ts'

/** Error classes on the page; those that came most. */
const MOST_ERRORS = 20

/** The twenty slowest, each with the page of its job. */
export function SlowestRuns(props: { context: PageContext; runs: readonly SlowRun[] }): View {
  const { context, runs } = props
  const text = words().measures
  return (
    <section class="card" aria-labelledby="slowest">
      <h2 id="slowest">{text.slowest}</h2>
      <p class="soft prose">{runs.length === 0 ? text.slowestNone : text.slowestNote}</p>
      {runs.length === 0 ? null : (
        <DataTable
          caption={text.slowest}
          rows={runs}
          columns={[
            {
              label: text.job,
              isRowHead: true,
              cell: ({ jid }) => (
                <a href={jobHref(context, jid)}>
                  <code>{shortName(jid)}</code>
                </a>
              ),
            },
            { label: text.took, kind: 'number', cell: ({ elapsedMs }) => formatSpan(elapsedMs) },
            {
              label: text.ended,
              kind: 'tight',
              cell: ({ endedAt }) => <Time at={endedAt} now={context.now} />,
            },
            {
              label: text.result,
              kind: 'tight',
              cell: ({ isFailed }) => (
                <Badge
                  state={isFailed ? 'failed' : 'done'}
                  label={isFailed ? text.failed : text.done}
                />
              ),
            },
          ]}
        />
      )}
    </section>
  )
}

/** How many runs ended with which error, and the way to those that are still there. */
export function ErrorsByClass(props: {
  context: PageContext
  jobClass: string
  errors: readonly ErrorCount[]
}): View {
  const { context, jobClass, errors } = props
  const text = words().measures
  return (
    <section class="card" aria-labelledby="errors">
      <h2 id="errors">{text.errors}</h2>
      <p class="soft prose">{errors.length === 0 ? text.errorsNone : text.errorsNote}</p>
      {errors.length === 0 ? null : (
        <DataTable
          caption={text.errors}
          rows={errors.slice(0, MOST_ERRORS)}
          columns={[
            {
              label: text.error,
              isRowHead: true,
              cell: ({ errorClass }) => <code>{clip(errorClass, 120).text}</code>,
            },
            { label: text.runs, kind: 'number', cell: ({ count }) => formatCount(count) },
            {
              label: text.result,
              cell: ({ errorClass }) => (
                <span class="row">
                  {(['retry', 'dead'] as const).map((set) => (
                    <a href={searchHref(context, set, queryOf(jobClass, errorClass))}>
                      {set === 'retry' ? text.retries : text.dead}
                    </a>
                  ))}
                </span>
              ),
            },
          ]}
        />
      )}
    </section>
  )
}

function queryOf(jobClass: string, errorClass: string): string {
  return `class:${jobClass} error:"${errorClass.replaceAll('"', '')}"`
}
