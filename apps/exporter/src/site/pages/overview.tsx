/**
 * Administration → Overview: the few numbers that say whether anybody has to act, each with its way
 * there. Every card is for those who may see what it leads to.
 */
import { ProcessSet, Queue } from '@howdah/engine/api'
import { formatBytes, formatCount, PageHead, type View } from '@howdah/web/views'
import { archivePrefix } from '../../ledger/archive-prefix.ts'
import type { SiteContext, SiteDeps } from '../context.ts'
import { CONSOLE_PATH } from '../schedule/console.ts'
import { seeOther } from '../http/see-other.ts'
import type { Viewer } from '../sessions/viewer.ts'
import { errorPage } from '../views/error-page.tsx'
import { isStaff, sitePage } from '../views/site-page.tsx'
import { words } from '../words/words.ts'

export const OVERVIEW_PATH = '/admin'

const DAY_MS = 86_400_000
/** Names of queues that fit into a card. */
const MOST_NAMES = 3

interface Card {
  readonly label: string
  readonly value: string
  readonly note: string
  readonly href: string
  readonly isBad: boolean
}

/** GET /admin */
export async function showOverview(
  c: SiteContext,
  deps: SiteDeps,
  viewer: Viewer,
): Promise<Response> {
  if (!isStaff(viewer)) return errorPage(c, deps, 404)
  const groups = await Promise.all([
    viewer.can('view_exports') ? exportCards(deps, c.get('now')) : [],
    viewer.can('view_devops') ? serverCards(deps) : [],
  ])
  const cards = groups.flat()
  if (cards.length === 0) return seeOther(firstPageFor(viewer))
  const { title, note } = words().overview
  return sitePage(c, deps, {
    title,
    menu: OVERVIEW_PATH,
    children: (
      <>
        <PageHead title={title} note={note} />
        <Cards cards={cards} />
      </>
    ),
  })
}

/** For whom no number is meant, the page that they can do most with. */
function firstPageFor(viewer: Viewer): string {
  return viewer.can('manage_users') ? '/admin/users' : '/admin/audit'
}

function Cards({ cards }: { cards: readonly Card[] }): View {
  return (
    <ul class="stats stats--wide" aria-label={words().overview.cards}>
      {cards.map(({ label, value, note, href, isBad }) => (
        <li>
          <a class={isBad ? 'stat stat--danger' : 'stat'} href={href}>
            <span class="stat__label">{label}</span> <span class="stat__number">{value}</span>{' '}
            <span class="soft">{note}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

async function exportCards({ ledger }: SiteDeps, now: Date): Promise<readonly Card[]> {
  const text = words().overview
  const [counts, failedToday] = await Promise.all([
    ledger.countStates(),
    ledger.failedSince(new Date(now.getTime() - DAY_MS)),
  ])
  const attention = counts.failed + counts.stuck
  const state = counts.stuck > 0 ? 'stuck' : 'failed'
  return [
    {
      label: text.attention,
      value: formatCount(attention),
      note: text.attentionNote,
      href: `${CONSOLE_PATH}/exports?state=${state}`,
      isBad: attention > 0,
    },
    {
      label: text.failed,
      value: formatCount(failedToday),
      note: text.failedNote,
      href: `${CONSOLE_PATH}/exports?state=failed`,
      isBad: failedToday > 0,
    },
  ]
}

async function serverCards(deps: SiteDeps): Promise<readonly Card[]> {
  const room = deps.storage.freeBytes(archivePrefix('backup'))
  const [names, freeBytes] = await Promise.all([unservedQueues(deps), room])
  return [queueCard(names), diskCard(freeBytes)]
}

/** Queues in which jobs wait that no process takes; null while Redis does not answer. */
async function unservedQueues({ redis, logger }: SiteDeps): Promise<readonly string[] | null> {
  try {
    const [queues, processes] = await Promise.all([Queue.all(redis), ProcessSet.fetch(redis)])
    const served = new Set(processes.flatMap((one) => (one.isQuiet ? [] : one.queues)))
    return queues.filter(({ name, size }) => size > 0 && !served.has(name)).map(({ name }) => name)
  } catch (error) {
    logger.warn({ err: error }, 'The overview is shown without queues.')
    return null
  }
}

function queueCard(names: readonly string[] | null): Card {
  const text = words().overview
  const card = { label: text.unserved, href: `${CONSOLE_PATH}/queues` }
  if (names === null) return { ...card, value: text.unknown, note: text.unknownNote, isBad: true }
  const shown = names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ' …' : '')
  return {
    ...card,
    value: formatCount(names.length),
    note: names.length === 0 ? text.served : text.unservedNote(shown),
    isBad: names.length > 0,
  }
}

/** So little room is worth a look. */
const LITTLE_BYTES = 1_000_000_000n

function diskCard(freeBytes: bigint | null): Card {
  const text = words().overview
  const card = { label: text.disk, href: '/admin/doctor' }
  if (freeBytes === null) {
    return { ...card, value: text.unlimited, note: text.unlimitedNote, isBad: false }
  }
  const value = formatBytes(Number(freeBytes))
  return { ...card, value, note: text.diskNote, isBad: freeBytes < LITTLE_BYTES }
}
