/**
 * One limit: who holds its slots, what waits for one, and the way to change it.
 */

import { Limits, readJobRecord } from '@howdah/engine/api'
import type { LimitRecord, ParkedPage, SlotHolder } from '@howdah/engine/api'
import { pageQuery, pageRequest } from '../http/params.ts'
import type { PageRequest } from '../http/params.ts'
import { queueOf } from '../search/address.ts'
import { Crumbs } from '../views/crumbs.tsx'
import { PageHead } from '../views/document.tsx'
import { Facts } from '../views/facts.tsx'
import { buttonClass, Field } from '../views/form.tsx'
import { QueueLink, shortName } from '../views/job-cells.tsx'
import { formatRelative } from '../views/numbers.ts'
import { Pagination } from '../views/pagination.tsx'
import { DataTable } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { notFoundPage } from './error-pages.tsx'
import { hintOfRunning, jobHref } from './job-place.ts'
import { boundText, Decider, heldText, limitPath } from './limits.tsx'
import { showPage } from './show.tsx'

/** More holders than this are not listed; the numbers say how many there are. */
const MOST_HOLDERS = 50

/** Rows of the waiting; with the holders never more than a hundred on the page. */
const MOST_WAITING = 50

interface LimitView {
  readonly context: PageContext
  readonly limit: LimitRecord
  readonly holders: readonly SlotHolder[]
  readonly waiting: ParkedPage
  readonly asked: PageRequest
}

/** Whether anybody speaks of this limit: code, an operator, or jobs that are subject to it. */
export function isKnown({ byCode, override, held, parked }: LimitRecord): boolean {
  return byCode !== null || override !== null || held > 0 || parked > 0
}

/** `GET /limits/:name` */
export async function limitPage(context: PageContext, name: string): Promise<Response> {
  const { redis, basePath } = context
  const requested = pageRequest(context.url)
  const size = Math.min(requested.size, MOST_WAITING)
  const asked = { ...requested, size, offset: (requested.page - 1) * size }
  const [limit, holders, waiting] = await Promise.all([
    Limits.get(redis, name),
    Limits.holders(redis, name, { limit: MOST_HOLDERS }),
    Limits.parked(redis, name, { offset: asked.offset, limit: size }),
  ])
  if (!isKnown(limit)) return notFoundPage(context, words().limits.unknown(shortName(name)))
  const view = { context, limit, holders, waiting, asked }
  const title = shortName(name)
  return showPage(context, {
    title,
    isLive: true,
    liveOn: ['busy', 'queues'],
    children: (
      <>
        <Crumbs href={`${basePath}/limits`} label={words().more.limits} name={title} />
        <PageHead title={title} note={<Decider limit={limit} />} />
        <LimitFacts view={view} />
        <Holders view={view} />
        <Waiting view={view} />
        {context.viewer.canAct ? <ChangeForm view={view} /> : null}
      </>
    ),
  })
}

function LimitFacts({ view: { context, limit } }: { view: LimitView }): View {
  const text = words().limits
  return (
    <Facts
      label={text.limit}
      facts={[
        [text.running, heldText(limit)],
        [text.perKey, boundText(limit.rule.perKey)],
        [text.saysCode, limit.byCode === null ? text.nobody : ruleText(limit.byCode)],
        [text.sets, <Subject context={context} name={limit.name} />],
      ]}
    />
  )
}

/** "3 at once, any number with the same key" */
export function ruleText({ total, perKey }: LimitRecord['rule']): string {
  return words().limits.rule(boundText(total), boundText(perKey))
}

function Subject({ context, name }: { context: PageContext; name: string }): View {
  const text = words().limits
  const queue = queueOf(name)
  if (queue !== null) {
    return (
      <>
        {text.queue} <QueueLink name={queue} basePath={context.basePath} />
      </>
    )
  }
  const metrics = `${context.basePath}/metrics/${encodeURIComponent(name.toWellFormed())}`
  return (
    <>
      {shortName(name)} <a href={metrics}>{text.metrics}</a>
    </>
  )
}

function Holders({ view: { context, limit, holders } }: { view: LimitView }): View {
  const text = words().limits
  const left = limit.held - holders.length
  return (
    <section class="card" aria-labelledby="holders">
      <h2 id="holders">{text.holders}</h2>
      {holders.length === 0 ? (
        <p class="soft">{text.holdersNone}</p>
      ) : (
        <DataTable
          caption={text.holders}
          rows={holders}
          rowKey={(row) => row.jid}
          columns={[
            {
              label: text.job,
              isRowHead: true,
              cell: ({ jid, process }) => (
                <a
                  href={jobHref(
                    context,
                    jid,
                    process === null ? undefined : hintOfRunning(process),
                  )}
                >
                  <code>{shortName(jid)}</code>
                </a>
              ),
            },
            { label: text.key, cell: ({ key }) => <Key context={context} value={key} /> },
            { label: text.process, cell: (row) => <Holder context={context} holder={row} /> },
          ]}
        />
      )}
      {left > 0 ? <p class="soft">{text.holdersSome(left)}</p> : null}
    </section>
  )
}

/** Keys come from arguments, so what is hidden there is hidden here. */
function Key({ context, value }: { context: PageContext; value: string }): View {
  if (value === '') return <span class="none">–</span>
  return <bdi>{shortName(context.redactor.text(value))}</bdi>
}

function Holder({ context, holder }: { context: PageContext; holder: SlotHolder }): View {
  const { process, wokenAt } = holder
  if (process === null) {
    return <>{words().limits.woken(formatRelative(wokenAt ?? context.now, context.now))}</>
  }
  return <a href={`${context.basePath}/busy`}>{shortName(process)}</a>
}

function Waiting({ view: { context, limit, waiting, asked } }: { view: LimitView }): View {
  const text = words().limits
  const { basePath } = context
  const listPath = `${basePath}${limitPath(limit.name)}`
  return (
    <section class="card" aria-labelledby="waiting">
      <h2 id="waiting">{text.waits}</h2>
      {waiting.jobs.length === 0 ? (
        <p class="soft">{text.waitsNone}</p>
      ) : (
        <DataTable
          caption={text.waits}
          rows={waiting.jobs}
          rowKey={(row) => row.jid}
          columns={[
            {
              label: text.job,
              isRowHead: true,
              cell: ({ jid, raw }) => (
                <a href={jobHref(context, jid)}>{shortName(readJobRecord(raw).displayClass)}</a>
              ),
            },
            { label: text.key, cell: ({ key }) => <Key context={context} value={key} /> },
            {
              label: text.queue,
              cell: ({ queue }) => <QueueLink name={queue} basePath={basePath} />,
            },
            {
              label: text.since,
              kind: 'tight',
              cell: ({ parkedAt }) => <Time at={parkedAt} now={context.now} />,
            },
          ]}
        />
      )}
      {waiting.total > 0 ? (
        <Pagination
          window={{ page: asked.page, size: asked.size, total: waiting.total }}
          noun={text.jobs}
          href={(page) => `${listPath}${pageQuery(page, asked.size)}`}
        />
      ) : null}
    </section>
  )
}

function ChangeForm({ view: { context, limit } }: { view: LimitView }): View {
  const text = words().limits
  const { override } = limit
  const path = `${context.basePath}${limitPath(limit.name)}`
  return (
    <section class="card" aria-labelledby="change">
      <h2 id="change">{text.change}</h2>
      <p class="soft prose">{text.changeNote}</p>
      <form method="post" action={path} class="form">
        <BoundField name="total" label={text.total} value={override?.total} />
        <BoundField name="per-key" label={text.totalPerKey} value={override?.perKey} />
        <div class="buttons">
          <button type="submit" class={buttonClass('primary')}>
            {text.save}
          </button>
          {override === null ? null : (
            <a class={buttonClass('quiet')} href={`${path}/reset`}>
              {text.reset}
            </a>
          )}
        </div>
      </form>
    </section>
  )
}

function BoundField(props: { name: string; label: string; value: number | null | undefined }) {
  const { name, label, value } = props
  return (
    <Field id={name} label={label}>
      <input
        class="input input--inline"
        id={name}
        name={name}
        type="text"
        inputmode="numeric"
        pattern="[0-9]{1,9}"
        value={value === undefined || value === null ? '' : String(value)}
      />
    </Field>
  )
}
