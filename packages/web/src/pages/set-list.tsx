/**
 * Scheduled, Retries, Dead: the list.
 */

import { schedulerHealth } from '@howdah/engine/api'
import type { SchedulerHealth } from '@howdah/engine/api'
import { searchHref } from '../search/address.ts'
import { pageQuery, pageRequest } from '../http/params.ts'
import type { PageRequest } from '../http/params.ts'
import { BulkForm } from '../views/bulk-form.tsx'
import { PageHead } from '../views/document.tsx'
import { EmptyState } from '../views/flash.tsx'
import { buttonClass } from '../views/form.tsx'
import { formatCount } from '../views/numbers.ts'
import { Pagination } from '../views/pagination.tsx'
import { DataTable } from '../views/table.tsx'
import type { View } from '../views/view.ts'
import { words } from '../words/words.ts'
import { clockNotice } from './attention.tsx'
import type { PageContext } from './context.ts'
import { withEarlyHead } from './early-head.tsx'
import { seeOther } from './redirect.ts'
import { SearchForm } from './search-form.tsx'
import { setColumns } from './set-columns.tsx'
import type { SetColumnsOptions } from './set-columns.tsx'
import type { SetKind } from './set-kinds.ts'
import { showPage } from './show.tsx'

/** One page of a set with everything on it. */
interface SetView extends SetColumnsOptions {
  readonly asked: PageRequest
  readonly total: number
  /** Null for the dead, which no clock moves. */
  readonly health: SchedulerHealth | null
}

/** `GET /scheduled`, `/retries`, `/dead` */
export async function setPage(context: PageContext, kind: SetKind): Promise<Response> {
  // Sidekiq's own address of a search.
  const text = context.url.searchParams.get('substr')
  if (text) return seeOther(searchHref(context, kind.key, text))
  return withEarlyHead(context, (page) => showSet(page, kind), { shows: 'jobs' })
}

async function showSet(context: PageContext, kind: SetKind): Promise<Response> {
  const asked = pageRequest(context.url)
  const set = kind.open(context.redis)
  const [{ total, entries }, health] = await Promise.all([
    set.page({ offset: asked.offset, limit: asked.size }),
    kind.key === 'dead'
      ? null
      : schedulerHealth(context.redis, { processes: context.watch.processes() }),
  ])
  const notes = await context.notes(entries)
  await context.lookAtList(entries, notes)
  const shown = entries.map((entry) => context.redactor.job(entry))
  const view = { context, kind, asked, total, entries: shown, notes, health }
  const { title } = words().sets.kinds[kind.key]
  return showPage(context, {
    title: total === 0 ? title : `${title} (${formatCount(total)})`,
    isLive: true,
    liveOn: [kind.key],
    children: <SetContent view={view} />,
  })
}

function SetContent({ view }: { view: SetView }): View {
  const { context, kind, total, entries, health } = view
  const { title, note } = words().sets.kinds[kind.key]
  return (
    <>
      <PageHead title={title} note={note}>
        {total > 0 && context.viewer.canAct ? <AllLinks view={view} /> : undefined}
      </PageHead>
      {health === null ? null : clockNotice(context, health)}
      {total > 0 ? <SearchForm context={context} request={{ where: kind.key, text: '' }} /> : null}
      {entries.length === 0 ? <EmptySet view={view} /> : <SetTable view={view} />}
    </>
  )
}

/** "Retry all 7", "Delete all 7": links to the pages that ask. */
function AllLinks({ view }: { view: SetView }): View {
  const { context, kind, total } = view
  return (
    <>
      {kind.allActions.map((action) => (
        <a
          class={buttonClass(action === 'retry' ? 'default' : 'danger')}
          href={`${context.basePath}${kind.path}/all/${action}`}
        >
          {words().sets.all[action](formatCount(total))}
        </a>
      ))}
    </>
  )
}

function EmptySet({ view }: { view: SetView }): View {
  if (view.total === 0) return <EmptyState title={words().sets.kinds[view.kind.key].empty} />
  return (
    <EmptyState title={words().common.noSuchPage}>
      <a href="?">{words().common.toFirstPage}</a>
    </EmptyState>
  )
}

function SetTable({ view }: { view: SetView }): View {
  const { context, kind, asked, total, entries } = view
  const { counted, noun } = words().sets.kinds[kind.key]
  const action = `${context.basePath}${kind.path}${pageQuery(asked.page, asked.size)}`
  return (
    <>
      <BulkForm action={context.viewer.canAct ? action : null} actions={kind.actions}>
        <DataTable
          caption={counted(total)}
          rows={entries}
          rowKey={(entry) => entry.key}
          columns={setColumns(view)}
          announces
        />
      </BulkForm>
      <Pagination
        window={{ page: asked.page, size: asked.size, total }}
        noun={noun}
        href={(page) => pageQuery(page, asked.size) || '?'}
      />
    </>
  )
}
