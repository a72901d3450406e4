/**
 * Dashboard: the seven numbers, what wants attention, work over time, Redis.
 */

import { schedulerHealth } from '@howdah/engine/api'
import { PageHead } from '../views/document.tsx'
import { FactList } from '../views/facts.tsx'
import type { Fact } from '../views/facts.tsx'
import { Notice } from '../views/flash.tsx'
import { formatCount } from '../views/numbers.ts'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import { attentionList } from './attention.tsx'
import type { StatsRecord } from '@howdah/engine/api'
import type { PageContext } from './context.ts'
import { withEarlyHead } from './early-head.tsx'
import { HistoryCard, readHistory } from './dashboard-history.tsx'
import { readRedisInfo } from './redis-info.ts'
import type { RedisInfo } from './redis-info.ts'
import { showPage } from './show.tsx'

/** `GET /` */
export function dashboardPage(context: PageContext): Promise<Response> {
  return withEarlyHead(context, showDashboard)
}

async function showDashboard(context: PageContext): Promise<Response> {
  const { redis, watch } = context
  const [stats, processes, health, history, info] = await Promise.all([
    context.stats(),
    watch.processes(),
    schedulerHealth(redis, { processes: watch.processes() }),
    readHistory(context),
    readRedisInfo(redis),
  ])
  const notices = attentionList(context, stats, processes, health)
  const title = words().common.pages.dashboard
  return showPage(context, {
    title,
    isLive: true,
    children: (
      <>
        <PageHead title={title} />
        <Numbers stats={stats} basePath={context.basePath} />
        <Attention notices={notices} />
        <HistoryCard history={history} />
        <RedisCard info={info} />
      </>
    ),
  })
}

function Numbers({ stats, basePath }: { stats: StatsRecord; basePath: string }): View {
  const { common, dashboard, shell } = words()
  const { pages } = common
  return (
    <ul class="stats" aria-label={dashboard.numbers}>
      <Stat label={shell.processed} count={stats.processed} />
      <Stat label={shell.failed} count={stats.failed} />
      <Stat label={pages.busy} count={stats.busy} href={`${basePath}/busy`} />
      <Stat label={dashboard.enqueued} count={stats.enqueued} href={`${basePath}/queues`} />
      <Stat label={pages.retries} count={stats.retries} href={`${basePath}/retries`} />
      <Stat label={pages.scheduled} count={stats.scheduled} href={`${basePath}/scheduled`} />
      <Stat
        label={pages.dead}
        count={stats.dead}
        href={`${basePath}/dead`}
        isBad={stats.dead > 0}
      />
    </ul>
  )
}

interface StatProps {
  readonly label: string
  readonly count: number
  readonly href?: string
  readonly isBad?: boolean
}

function Stat({ label, count, href, isBad = false }: StatProps): View {
  const content = (
    <>
      <span class="stat__label">{label}</span>{' '}
      <span class="stat__number">{formatCount(count)}</span>
    </>
  )
  const name = isBad ? 'stat stat--danger' : 'stat'
  return (
    <li>
      {href === undefined ? (
        <div class={name}>{content}</div>
      ) : (
        <a class={name} href={href}>
          {content}
        </a>
      )}
    </li>
  )
}

function Attention({ notices }: { notices: readonly View[] }): View {
  return (
    <section aria-labelledby="attention" class="stack stack--tight">
      <h2 id="attention">{words().dashboard.attention}</h2>
      {notices.length === 0 ? (
        <Notice tone="ok">
          <p>{words().dashboard.allIsWell}</p>
        </Notice>
      ) : (
        notices
      )}
    </section>
  )
}

function RedisCard({ info }: { info: RedisInfo }): View {
  const text = words().dashboard
  const facts: readonly Fact[] = [
    [text.version, `${info.storeName} ${info.storeVersion}`],
    [text.upFor, text.days(Number(info.uptimeDays))],
    [text.connections, info.clients],
    [text.memory, info.memory],
    [text.peakMemory, info.peakMemory],
    [text.appendOnly, info.isAppendOnly ? text.on : text.off],
  ]
  return (
    <section aria-labelledby="redis" class="card">
      <h2 id="redis">Redis</h2>
      <FactList facts={facts} />
      {info.evictionPolicy === '' || info.evictionPolicy === 'noeviction' ? null : (
        <Notice tone="danger">
          <p>
            {text.eviction(
              <code class="command">maxmemory-policy {info.evictionPolicy}</code>,
              <code class="command">noeviction</code>,
            )}
          </p>
        </Notice>
      )}
    </section>
  )
}
