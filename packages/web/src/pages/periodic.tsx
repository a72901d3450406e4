/**
 * Periodic jobs: what the clock pushes, when it did and when it will.
 */

import { stringifyJson } from '@howdah/engine'
import { Periodic } from '@howdah/engine/api'
import type { PeriodicRecord, PeriodicRun } from '@howdah/engine/api'
import { Tag } from '../views/badge.tsx'
import { Crumbs } from '../views/crumbs.tsx'
import { PageHead } from '../views/document.tsx'
import { Facts } from '../views/facts.tsx'
import { EmptyState } from '../views/flash.tsx'
import { PostButton } from '../views/form.tsx'
import { QueueLink, shortName } from '../views/job-cells.tsx'
import { JsonBlock } from '../views/json-view.tsx'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { jobHref } from './job-place.ts'
import { showPage } from './show.tsx'

/** More of them than this are a mistake of a program; the page must open all the same. */
const MOST_PERIODIC = 100

/** After so long (milliseconds) without a process that defines it, the clock passes a job over. */
const RESTS_AFTER_MS = 60_000

/** Enough for the arguments of any real periodic job. */
const LONGEST_ARGUMENTS = 20_000

type PeriodicSummary = Omit<PeriodicRecord, 'runs'>

/** The address of a periodic job's page, below the base path. */
export function periodicPath(name: string): string {
  return `/periodic/${encodeURIComponent(name.toWellFormed())}`
}

/** `GET /periodic` */
export async function periodicListPage(context: PageContext): Promise<Response> {
  const found = await Periodic.overview(context.redis)
  const text = words()
  return showPage(context, {
    title: text.more.periodic,
    isLive: true,
    children: (
      <>
        <PageHead title={text.more.periodic} note={text.periodic.note} />
        {found.length === 0 ? (
          <EmptyState title={text.periodic.none}>
            <p>{text.periodic.noneMore}</p>
          </EmptyState>
        ) : (
          <DataTable
            caption={text.more.periodic}
            rows={found.slice(0, MOST_PERIODIC)}
            rowKey={(row) => row.name}
            columns={listColumns(context)}
          />
        )}
        {found.length > MOST_PERIODIC ? <p class="soft">{text.periodic.more}</p> : null}
      </>
    ),
  })
}

function listColumns(context: PageContext): readonly Column<PeriodicSummary>[] {
  const text = words().periodic
  const { basePath, now, viewer } = context
  const columns: readonly Column<PeriodicSummary>[] = [
    {
      label: text.name,
      isRowHead: true,
      cell: ({ name }) => <a href={`${basePath}${periodicPath(name)}`}>{shortName(name)}</a>,
    },
    { label: text.schedule, cell: (row) => <Schedule job={row} /> },
    { label: text.next, kind: 'tight', cell: ({ nextAt }) => <Time at={nextAt} now={now} /> },
    { label: text.last, kind: 'tight', cell: ({ lastAt }) => <Time at={lastAt} now={now} /> },
    { label: text.queue, cell: ({ queue }) => <QueueLink name={queue} basePath={basePath} /> },
    { label: text.state, kind: 'tight', cell: (row) => <State job={row} now={now} /> },
  ]
  if (!viewer.canAct) return columns
  const actions: Column<PeriodicSummary> = {
    label: text.runNow,
    kind: 'actions',
    hasHiddenHead: true,
    cell: (row) => <Buttons context={context} job={row} from="list" />,
  }
  return [...columns, actions]
}

function Schedule({ job: { cron, timeZone } }: { job: PeriodicSummary }): View {
  return (
    <span class="job">
      <code>{shortName(cron)}</code>
      <small class="soft">{shortName(timeZone)}</small>
    </span>
  )
}

function State({ job: { isPaused, seenAt }, now }: { job: PeriodicSummary; now: Date }): View {
  const text = words().periodic
  if (isPaused) return <Tag tone="warn" text={text.paused} />
  const isSeen = seenAt !== null && now.getTime() - seenAt.getTime() <= RESTS_AFTER_MS
  return isSeen ? <Tag tone="ok" text={text.active} /> : <Tag text={text.resting} />
}

function Buttons(props: {
  context: PageContext
  job: PeriodicSummary
  from: 'list' | 'page'
}): View {
  const { context, job, from } = props
  const text = words().periodic
  const path = `${context.basePath}${periodicPath(job.name)}`
  const fields = { from }
  const about = shortName(job.name)
  return (
    <>
      <PostButton
        action={`${path}/${job.isPaused ? 'resume' : 'pause'}`}
        label={job.isPaused ? text.resume : text.pause}
        fields={fields}
        about={about}
      />
      <PostButton action={`${path}/run`} label={text.runNow} fields={fields} about={about} />
    </>
  )
}

/** `GET /periodic/:name` */
export async function periodicPage(context: PageContext, name: string): Promise<Response> {
  const job = await new Periodic(context.redis, name).find()
  const text = words()
  if (job === null) return notFoundPage(context, text.periodic.unknown(shortName(name)))
  const title = shortName(name)
  const { basePath } = context
  return showPage(context, {
    title,
    isLive: true,
    children: (
      <>
        <Crumbs href={`${basePath}/periodic`} label={text.more.periodic} name={title} />
        <PageHead title={title} note={<State job={job} now={context.now} />}>
          {context.viewer.canAct ? <Buttons context={context} job={job} from="page" /> : undefined}
        </PageHead>
        <PeriodicFacts context={context} job={job} />
        <section class="card" aria-labelledby="arguments">
          <h2 id="arguments">{text.periodic.args}</h2>
          <JsonBlock
            json={context.redactor.json(stringifyJson(job.args))}
            limit={LONGEST_ARGUMENTS}
          />
        </section>
        <Runs context={context} runs={job.runs} />
      </>
    ),
  })
}

function PeriodicFacts({ context, job }: { context: PageContext; job: PeriodicRecord }): View {
  const text = words().periodic
  const { basePath, now } = context
  const metrics = `${basePath}/metrics/${encodeURIComponent(job.class.toWellFormed())}`
  return (
    <Facts
      label={text.schedule}
      facts={[
        [text.schedule, <Schedule job={job} />],
        [text.next, <Time at={job.nextAt} now={now} />],
        [text.last, job.lastAt === null ? text.never : <Time at={job.lastAt} now={now} />],
        [text.missed, text.missedWords[job.missed]],
        [text.class, <a href={metrics}>{shortName(job.class)}</a>],
        [text.queue, <QueueLink name={job.queue} basePath={basePath} />],
        [text.seen, job.seenAt === null ? text.never : <Time at={job.seenAt} now={now} />],
      ]}
    />
  )
}

function Runs({ context, runs }: { context: PageContext; runs: readonly PeriodicRun[] }): View {
  const text = words().periodic
  const { now } = context
  return (
    <section class="card" aria-labelledby="runs">
      <h2 id="runs">{text.runs}</h2>
      {runs.length === 0 ? (
        <p class="soft">{text.runsNone}</p>
      ) : (
        <>
          <p class="soft prose">{text.runsNote}</p>
          <DataTable
            caption={text.runs}
            rows={runs}
            rowKey={(run) => run.jid}
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
              {
                label: text.forTick,
                kind: 'tight',
                cell: ({ tickAt }) => <Time at={tickAt} now={now} />,
              },
              {
                label: text.pushed,
                kind: 'tight',
                cell: ({ pushedAt }) => <Time at={pushedAt} now={now} />,
              },
              { label: text.cause, kind: 'tight', cell: ({ cause }) => text.causes[cause] },
            ]}
          />
        </>
      )}
    </section>
  )
}
