/**
 * CSV as Mastodon writes it and reads it back: comma, LF, no byte order mark, quotes only where
 * they are needed.
 */

/** Null is nothing at all; the empty string is `""`. */
export type CsvCell = string | null

const NEEDS_QUOTES = /[",\r\n]/

/** One line with its line end. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\n`
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return ''
  if (cell !== '' && !NEEDS_QUOTES.test(cell)) return cell
  return `"${cell.replaceAll('"', '""')}"`
}

/** @param pages rows in pages of any size */
export async function* csvText(
  pages: AsyncIterable<readonly (readonly CsvCell[])[]>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const rows of pages) yield Buffer.from(rows.map(csvLine).join(''))
}
