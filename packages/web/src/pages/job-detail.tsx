/**
 * One job in full: where it is, what it carries, why it failed.
 */

import type { JobRecord } from '@howdah/engine/api'
import type { Child } from 'hono/jsx'
import type { RowAction } from '../views/bulk-form.tsx'
import { RowButtons } from '../views/bulk-form.tsx'
import { PageHead } from '../views/document.tsx'
import { argumentsJson, attemptsText, QueueLink, shortName } from '../views/job-cells.tsx'
import { ErrorFacts } from '../views/job-error.tsx'
import { JsonBlock, JsonView } from '../views/json-view.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import type { PageContext } from './context.ts'

/** What the page of a job shows. */
export interface JobDetailProps {
  readonly context: PageContext
  readonly job: JobRecord
  /** Where it is, in words. */
  readonly place: Child
  /** The form's address and its buttons; left out where nothing can be done. */
  readonly form?: { readonly action: string; readonly actions: readonly RowAction[]; key: string }
}

/** Enough for any real error; a hostile one must not make the page endless. */
const LONGEST_ERROR = 200_000

/** The content of a job's page. */
export async function JobDetail(props: JobDetailProps): Promise<View> {
  const { context, job, place, form } = props
  const note = (await context.notes([job])).get(job.jid)
  return (
    <>
      <PageHead title={shortName(job.displayClass)} note={place}>
        {form === undefined || !context.viewer.canAct ? undefined : (
          <form method="post" action={form.action} class="buttons">
            <RowButtons actions={form.actions} jobKey={form.key} />
          </form>
        )}
      </PageHead>
      <section class="card" aria-label="Facts">
        <JobFacts context={context} job={job} />
      </section>
      <section class="card" aria-labelledby="arguments">
        <h2 id="arguments">Arguments</h2>
        <JsonBlock json={argumentsJson(job)} />
        {note === undefined ? null : (
          <p class="row">
            <a href={note.href}>
              Member <bdi>{note.label}</bdi>
            </a>
            {note.exportHref === undefined ? null : <a href={note.exportHref}>This export</a>}
          </p>
        )}
      </section>
      {job.errorClass === null && job.errorMessage === null ? null : (
        <section class="card" aria-labelledby="error">
          <h2 id="error">Last error</h2>
          <ErrorFacts job={job} now={context.now} limit={LONGEST_ERROR} />
        </section>
      )}
      <section class="card" aria-label="As stored">
        <JsonView label="The whole job as stored" json={job.raw} line="" />
      </section>
    </>
  )
}

function JobFacts({ context, job }: { context: PageContext; job: JobRecord }): View {
  const { now, basePath } = context
  const facts: readonly (readonly [string, Child])[] = [
    ['Job id', <code>{shortName(job.jid)}</code>],
    ['Queue', <QueueLink name={job.queue} basePath={basePath} />],
    ['Attempts', attemptsText(job)],
    ['Created', <Time at={job.createdAt} now={now} />],
    ['Enqueued', <Time at={job.enqueuedAt} now={now} />],
  ]
  return (
    <dl class="facts">
      {facts.map(([term, detail]) => (
        <div>
          <dt>{term}</dt>
          <dd>{detail}</dd>
        </div>
      ))}
    </dl>
  )
}
