/**
 * Limits: what may run at the same time, how much of it does, and what waits for it.
 */

import { Limits } from '@howdah/engine/api'
import type { LimitRecord } from '@howdah/engine/api'
import { Tag } from '../views/badge.tsx'
import { PageHead } from '../views/document.tsx'
import { EmptyState } from '../views/flash.tsx'
import { shortName } from '../views/job-cells.tsx'
import { formatCount } from '../views/numbers.ts'
import { DataTable } from '../views/table.tsx'
import type { Column } from '../views/table.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import type { PageContext } from './context.ts'
import { showPage } from './show.tsx'

/** More limits than this are a mistake of a program; the page must open all the same. */
const MOST_LIMITS = 100

/** The address of a limit's page, below the base path. */
export function limitPath(name: string): string {
  return `/limits/${encodeURIComponent(name.toWellFormed())}`
}

/** `GET /limits` */
export async function limitsPage(context: PageContext): Promise<Response> {
  const limits = await Limits.list(context.redis)
  const text = words()
  const left = limits.length - MOST_LIMITS
  return showPage(context, {
    title: text.more.limits,
    isLive: true,
    liveOn: ['busy', 'queues'],
    children: (
      <>
        <PageHead title={text.more.limits} note={text.limits.note} />
        {limits.length === 0 ? (
          <EmptyState title={text.limits.none}>
            <p>{text.limits.noneMore}</p>
          </EmptyState>
        ) : (
          <DataTable
            caption={text.more.limits}
            rows={limits.slice(0, MOST_LIMITS)}
            rowKey={(row) => row.name}
            columns={limitColumns(context)}
          />
        )}
        {left > 0 ? <p class="soft">{text.limits.more(left)}</p> : null}
      </>
    ),
  })
}

function limitColumns({ basePath }: PageContext): readonly Column<LimitRecord>[] {
  const text = words().limits
  return [
    {
      label: text.limit,
      isRowHead: true,
      cell: ({ name }) => <a href={`${basePath}${limitPath(name)}`}>{shortName(name)}</a>,
    },
    { label: text.running, kind: 'number', cell: heldText },
    { label: text.perKey, kind: 'number', cell: ({ rule }) => boundText(rule.perKey) },
    { label: text.waiting, kind: 'number', cell: ({ parked }) => formatCount(parked) },
    { label: text.decides, kind: 'tight', cell: (row) => <Decider limit={row} /> },
  ]
}

/** "2 of 3" */
export function heldText({ held, rule }: LimitRecord): string {
  return words().limits.of(formatCount(held), boundText(rule.total))
}

/** A number, or the word for none. */
export function boundText(bound: number | null): string {
  return bound === null ? words().limits.any : formatCount(bound)
}

/** Who says what holds, and whether that is worth a look. */
export function Decider({ limit: { byCode, override, rule, held } }: { limit: LimitRecord }): View {
  const text = words().limits
  const isFull = rule.total !== null && held >= rule.total
  return (
    <span class="row">
      {override !== null ? <Tag tone="info" text={text.byHand} /> : null}
      {override === null && byCode !== null ? <Tag text={text.code} /> : null}
      {byCode === null ? <Tag text={text.nobody} /> : null}
      {rule.total === 0 ? <Tag tone="warn" text={text.stopped} /> : null}
      {rule.total !== 0 && isFull ? <Tag text={text.full} /> : null}
    </span>
  )
}
