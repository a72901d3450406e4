/**
 * Failures: what is breaking tonight. Errors by class, in the last hour, day and week, each number a
 * way to the jobs behind it.
 */

import { readFailures } from '@howdah/engine/api'
import type { RedisClient } from '@howdah/engine'
import type { FailureScan, Pause } from '@howdah/engine/api'
import { PageHead } from '../views/document.tsx'
import { EmptyState } from '../views/flash.tsx'
import { shortName } from '../views/job-cells.tsx'
import { formatCount } from '../views/numbers.ts'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import { Time } from '../views/time.tsx'
import type { View } from '../views/view.ts'
import { searchHref } from '../search/address.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { withEarlyHead } from './early-head.tsx'
import { showPage } from './show.tsx'

/** One kind of error in one set. */
interface FailureGroup {
  readonly set: 'retry' | 'dead'
  readonly errorClass: string
  readonly counts: Record<SpanName, number>
  total: number
  last: Date | null
}

const SPANS = [
  { name: '1h', ms: 3_600_000 },
  { name: '24h', ms: 86_400_000 },
  { name: '7d', ms: 604_800_000 },
] as const

type SpanName = (typeof SPANS)[number]['name']

/** Reading up to 20,000 jobs of each set is worth doing once for all readers, and beside them. */
const KEEPING = { freshMs: 15_000, staleMs: 60_000 }

/** The kinds of errors in one set, as far as it was looked at. */
interface Failures extends Pick<FailureScan, 'seen' | 'total'> {
  readonly groups: readonly FailureGroup[]
}

/** Rows; an error class with numbers in it would make thousands. */
const MOST_GROUPS = 100

/** `GET /failures` */
export function failuresPage(context: PageContext): Promise<Response> {
  return withEarlyHead(context, showFailures)
}

async function showFailures(context: PageContext): Promise<Response> {
  const { redis, watch } = context
  const { value, at } = await watch.kept('failures', KEEPING, async (pause) => ({
    retry: await failuresOf(redis, 'retry', pause),
    dead: await failuresOf(redis, 'dead', pause),
  }))
  const { retry, dead } = value
  const sorted = [...retry.groups, ...dead.groups].sort(byRecency).slice(0, MOST_GROUPS)
  const title = words().common.pages.failures
  const text = words().failures
  return showPage(context, {
    title,
    asOf: at,
    isLive: true,
    liveOn: ['retry', 'dead'],
    children: (
      <>
        <PageHead title={title} note={lookedText(retry, dead)} />
        {sorted.length === 0 ? (
          <EmptyState title={text.nothing} />
        ) : (
          <DataTable
            caption={text.caption}
            rows={sorted}
            rowKey={(group) => `${group.set} ${group.errorClass}`}
            columns={columns(context)}
          />
        )}
        <p class="soft prose">{text.note}</p>
      </>
    ),
  })
}

function lookedText(retry: Failures, dead: Failures): string {
  const text = words().failures
  const { kinds } = words().sets
  const textOf = ({ seen, total }: Failures, counted: (count: number) => string): string =>
    seen >= total ? text.all(counted(total)) : text.part(formatCount(seen), counted(total))
  return text.looked(textOf(retry, kinds.retry.counted), textOf(dead, kinds.dead.counted))
}

async function failuresOf(
  redis: RedisClient,
  set: 'retry' | 'dead',
  pause: Pause,
): Promise<Failures> {
  const now = new Date()
  const scan = await readFailures(redis, set, { pause })
  return { groups: await groupsOf(set, scan, { now, pause }), seen: scan.seen, total: scan.total }
}

/** Jobs counted between two pauses: some tenths of a millisecond. */
const COUNTED_AT_ONCE = 1_000

async function groupsOf(
  set: 'retry' | 'dead',
  scan: FailureScan,
  { now, pause }: { readonly now: Date; readonly pause: Pause },
): Promise<readonly FailureGroup[]> {
  const groups = new Map<string, FailureGroup>()
  for (const [index, { errorClass, at }] of scan.marks.entries()) {
    if (index % COUNTED_AT_ONCE === COUNTED_AT_ONCE - 1) await pause()
    const group = groups.get(errorClass) ?? emptyGroup(set, errorClass)
    groups.set(errorClass, group)
    group.total += 1
    if (at === null) continue
    if (group.last === null || at > group.last) group.last = at
    const agoMs = now.getTime() - at.getTime()
    for (const { name, ms } of SPANS) if (agoMs <= ms) group.counts[name] += 1
  }
  return [...groups.values()]
}

function emptyGroup(set: 'retry' | 'dead', errorClass: string): FailureGroup {
  return { set, errorClass, counts: { '1h': 0, '24h': 0, '7d': 0 }, total: 0, last: null }
}

function byRecency(one: FailureGroup, other: FailureGroup): number {
  for (const { name } of SPANS) {
    const difference = other.counts[name] - one.counts[name]
    if (difference !== 0) return difference
  }
  return other.total - one.total
}

function columns(context: PageContext): readonly Column<FailureGroup>[] {
  const { pages, columns: shared } = words().common
  const text = words().failures
  return [
    {
      label: shared.error,
      isRowHead: true,
      cell: ({ errorClass }) =>
        errorClass === '' ? text.noClass : <bdi>{shortName(errorClass)}</bdi>,
    },
    {
      label: text.where,
      kind: 'tight',
      cell: ({ set }) => (set === 'dead' ? pages.dead : pages.retries),
    },
    ...SPANS.map(({ name }): Column<FailureGroup> => ({
      label: text.spans[name],
      kind: 'number',
      cell: (group) => (
        <CountLink context={context} group={group} count={group.counts[name]} since={name} />
      ),
    })),
    {
      label: text.inAll,
      kind: 'number',
      cell: (group) => <CountLink context={context} group={group} count={group.total} />,
    },
    {
      label: text.last,
      kind: 'tight',
      cell: ({ last }) => <Time at={last} now={context.now} show="relative" />,
    },
  ]
}

function CountLink(props: {
  context: PageContext
  group: FailureGroup
  count: number
  since?: SpanName
}): View {
  const { context, group, count, since } = props
  const name = group.errorClass.replaceAll('"', '')
  if (count === 0) return <span class="none">0</span>
  if (name === '') return <>{formatCount(count)}</>
  const query = [`error:"${name}"`, ...(since === undefined ? [] : [`since:${since}`])].join(' ')
  return <a href={searchHref(context, group.set, query)}>{formatCount(count)}</a>
}
