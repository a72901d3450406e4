/**
 * Tables: real ones, which turn into cards on a narrow screen.
 *
 * The cards come from CSS and `data-label`; the ARIA roles keep the table a table for screen
 * readers there, because changing `display` takes the native meaning away in some browsers.
 */

import type { Child } from '../jsx-runtime.ts'
import type { View } from './view.ts'

/** One column: its head, and how it shows a row. */
export interface Column<Row> {
  /** The head's text, also the label in a card. */
  readonly label: string
  readonly cell: (row: Row, index: number) => Child
  /** `number` right-aligns with even digits, `tight` keeps on one line, `wide` takes the rest. */
  readonly kind?: 'number' | 'tight' | 'wide' | 'actions' | 'tick'
  /** Whether the cell names its row (at most one column). */
  readonly isRowHead?: boolean
  /** Hides the head's text from the eye (it stays for screen readers): tick boxes, buttons. */
  readonly hasHiddenHead?: boolean
  /** For a sortable column: the link of its head and the present direction. */
  readonly sort?: { readonly href: string; readonly direction: 'ascending' | 'descending' | 'none' }
}

/** What a table shows. */
export interface DataTableProps<Row> {
  /** Says what the table holds; hidden from the eye unless `showsCaption`. */
  readonly caption: string
  readonly showsCaption?: boolean
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** A stable name of each row, kept over live updates. */
  readonly rowKey?: (row: Row) => string
  /** Whether nothing in it takes the focus: then the table does, to be scrolled by keyboard. */
  readonly isStatic?: boolean
  /** Whether new rows are announced by live updates instead of pushing the others down. */
  readonly announces?: boolean
}

/** A table from columns and rows. Show an `EmptyState` instead when there are no rows. */
export function DataTable<Row>(props: DataTableProps<Row>): View {
  const { caption, showsCaption = false, columns, rows, rowKey } = props
  return (
    <div
      class="table-wrap"
      {...(props.announces ? { 'data-announces': '' } : {})}
      {...(props.isStatic ? { tabindex: 0, role: 'region', 'aria-label': caption } : {})}
    >
      <table class="table" role="table">
        <caption class={showsCaption ? 'caption' : 'visually-hidden'}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">{columns.map((column) => headCell(column))}</tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, index) => (
            <tr role="row" {...(rowKey ? { 'data-key': rowKey(row) } : {})}>
              {columns.map((column) => bodyCell(column, row, index))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function headCell<Row>(column: Column<Row>): View {
  const { label, sort } = column
  const text = column.hasHiddenHead ? <span class="visually-hidden">{label}</span> : label
  return (
    <th
      role="columnheader"
      scope="col"
      class={cellClass(column)}
      {...(sort ? { 'aria-sort': sort.direction } : {})}
    >
      {sort ? <a href={sort.href}>{text}</a> : text}
    </th>
  )
}

function bodyCell<Row>(column: Column<Row>, row: Row, index: number): View {
  const attributes = {
    class: cellClass(column),
    ...(column.hasHiddenHead ? {} : { 'data-label': column.label }),
  }
  if (column.isRowHead) {
    return (
      <th role="rowheader" scope="row" {...attributes}>
        {column.cell(row, index)}
      </th>
    )
  }
  return (
    <td role="cell" {...attributes}>
      {column.cell(row, index)}
    </td>
  )
}

function cellClass<Row>(column: Column<Row>): string | undefined {
  return column.kind === undefined ? undefined : `cell-${column.kind}`
}
