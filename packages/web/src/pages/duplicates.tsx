/**
 * Duplicates: jobs in one queue that would do the same thing twice.
 *
 * The host decides what "the same" is (`JobNote.duplicateKey`). The first to run stays.
 */

import type { JobRecord, Queue } from '@howdah/engine/api'
import { queuePath } from '../http/params.ts'
import { Tag } from '../views/badge.tsx'
import { Notice } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { formatCount } from '../views/numbers.ts'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { jobFingerprint } from './find-job.ts'

/** Jobs looked through for duplicates: the next to run, as many as a form can name. */
const JOBS_COMPARED = 200

/** Position (from 1) of the original by fingerprint of the duplicate. */
export type Duplicates = ReadonlyMap<string, number>

/** The duplicates among the next 200 to run. */
export async function findDuplicates(context: PageContext, queue: Queue): Promise<Duplicates> {
  const duplicates = new Map<string, number>()
  if (context.options.describeJob === undefined) return duplicates
  const { jobs } = await queue.page({ offset: 0, limit: JOBS_COMPARED, order: 'next' })
  const notes = await context.notes(jobs)
  const firsts = new Map<string, number>()
  for (const [index, job] of jobs.entries()) {
    const key = notes.get(job.jid)?.duplicateKey
    if (key === undefined) continue
    const first = firsts.get(key)
    if (first === undefined) firsts.set(key, index + 1)
    if (first !== undefined) duplicates.set(jobFingerprint(job.raw), first)
  }
  return duplicates
}

/** "Duplicate of #1" on a row; nothing on an original. */
export function DuplicateTag(props: { job: JobRecord; duplicates: Duplicates }): View {
  const first = props.duplicates.get(jobFingerprint(props.job.raw))
  return first === undefined ? (
    <></>
  ) : (
    <Tag tone="warn" text={words().queues.duplicateOf(formatCount(first))} />
  )
}

/** How many there are, and one button to delete exactly those. */
export function DuplicatesNotice(props: {
  context: PageContext
  name: string
  duplicates: Duplicates
}): View {
  const { context, name, duplicates } = props
  const count = duplicates.size
  if (count === 0) return <></>
  return (
    <Notice tone="warn">
      <div class="row">
        <p>{words().queues.duplicates(count)}</p>
        {context.viewer.canAct ? (
          <form method="post" action={`${context.basePath}${queuePath(name)}/duplicates`}>
            <input type="hidden" name="jobs" value={[...duplicates.keys()].join(' ')} />
            <button type="submit" class={buttonClass('danger', true)}>
              {words().queues.deleteDuplicates(count)}
            </button>
          </form>
        ) : null}
      </div>
    </Notice>
  )
}
