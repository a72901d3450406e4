/**
 * From a queue to its jobs of one class: a choice among those that wait, and the search that finds them.
 */

import { searchJobs } from '@howdah/engine/api'
import type { JobRecord } from '@howdah/engine/api'
import { KEEP_A_BEAT } from '../live/watch.ts'
import { searchHref } from '../search/address.ts'
import { classQuery } from '../search/suggestions.ts'
import { buttonClass } from '../views/form.tsx'
import { shortName } from '../views/job-cells.tsx'
import { formatCount } from '../views/numbers.ts'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'

/** Jobs whose classes can be chosen: the next to run, beside those on the page. */
const JOBS_READ = 200

const MOST_CLASSES = 50

/** A name that the search would have to cut. */
const LONGEST_CLASS = 200

/** The classes of the jobs on the page and of the next to run, by name. */
export async function waitingClasses(
  { redis, watch }: PageContext,
  queue: string,
  shown: readonly JobRecord[],
): Promise<readonly string[]> {
  const { value: next } = await watch.kept(`classes ${queue}`, KEEP_A_BEAT, async () => {
    const first = { place: { queue }, texts: [], limit: JOBS_READ, budgetMs: 0 }
    const { jobs } = await searchJobs(redis, first)
    return new Set(jobs.map((job) => job.displayClass))
  })
  const names = new Set([...shown.map((job) => job.displayClass), ...next])
  const choices = [...names].filter((name) => name !== '' && name.length <= LONGEST_CLASS)
  return choices.slice(0, MOST_CLASSES).sort()
}

/** The search for a queue's jobs of a class, which goes through all of it, a bounded piece at a time. */
export function classSearchHref(context: PageContext, queue: string, jobClass: string): string {
  return searchHref(context, `queue:${queue}`, classQuery(jobClass.slice(0, LONGEST_CLASS)))
}

/** "Class [any] [Filter]". */
export function ClassFilter({ classes }: { classes: readonly string[] }): View {
  const text = words()
  return (
    <form method="get" class="inline-form">
      <label for="queue-class">{text.metrics.class}</label>
      <select
        class="select input--inline"
        id="queue-class"
        name="class"
        aria-describedby="queue-class-hint"
      >
        <option value="">{text.queues.anyClass}</option>
        {classes.map((name) => (
          <option value={name.toWellFormed()}>{shortName(name)}</option>
        ))}
      </select>
      <button type="submit" class={buttonClass('default', true)}>
        {text.metrics.filter}
      </button>
      <small class="soft" id="queue-class-hint">
        {text.queues.classHint(formatCount(JOBS_READ))}
      </small>
    </form>
  )
}
