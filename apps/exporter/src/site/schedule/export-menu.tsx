/**
 * The menu of an export in the schedule. Its buttons belong to the form around the list, and what works
 * with scripts only is added by them (`data-copy-link`), so that a page of them stays small.
 */
import { RowMenu, type View } from '@howdah/web/views'
import type { ExportRecord } from '../../ledger/types.ts'
import { words } from '../words/words.ts'
import { filterQuery, NO_FILTER } from './filter.ts'
import { type ActionName, possibleActions } from './possible.ts'
import { retryLabel } from './retry-label.ts'

/**
 * The element with a row's name: what is in the row refers to it in the place of saying it again, which
 * keeps a page of a hundred rows small.
 */
export const nameIdOf = (row: ExportRecord): string => `e${row.id}`

/** The element that says what all menus are, once. */
export const MENU_LABEL = 'acts'

/** Everything that can be done to a row; read-only viewers get the links. */
export function ExportMenu(props: { row: ExportRecord; basePath: string; canAct: boolean }): View {
  const { row, basePath, canAct } = props
  const { menu } = words().schedule
  const href = `${basePath}/exports/${row.id}`
  const possible: ReadonlySet<ActionName> = canAct ? possibleActions(row) : new Set()
  return (
    <RowMenu labelledBy={`${MENU_LABEL} ${nameIdOf(row)}`}>
      <a href={href}>{menu.open}</a>
      {possible.has('run') ? <button formaction={`${href}/run`}>{menu.run}</button> : null}
      {possible.has('retry') ? (
        <button formaction={`${href}/retry`}>{retryLabel(row)}</button>
      ) : null}
      {possible.has('reschedule') ? <a href={`${href}/reschedule`}>{menu.reschedule}</a> : null}
      {possible.has('cancel') ? (
        <button class="menu__harm" formaction={`${href}/cancel`}>
          {menu.cancel}
        </button>
      ) : null}
      {possible.has('delete-file') ? (
        <a class="menu__harm" href={`${href}/delete-file`}>
          {menu.deleteFile}
        </a>
      ) : null}
      <a href={filterQuery(NO_FILTER, { search: `@${row.username}` })}>{menu.others}</a>
    </RowMenu>
  )
}
