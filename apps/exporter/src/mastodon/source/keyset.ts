/**
 * Reading in keyset pages: each query starts after the last id of the page before, so that memory
 * stays constant and no transaction is held open while an archive is written.
 */
import { setImmediate as turn } from 'node:timers/promises'

export interface KeysetOptions {
  /** Rows a page; default 500. */
  readonly pageSize?: number
  /** Ends the reading between two pages, with the signal's reason. */
  readonly signal?: AbortSignal
  /** Begins behind this id instead of at the first one. */
  readonly afterId?: string | null
  /** Rows with a greater id are left out; without it nothing is. */
  readonly untilId?: string
}

/**
 * A statement for more posts, with all the rows that belong to each, would seem so expensive that
 * PostgreSQL compiled it first (`jit_above_cost`), which takes ten times as long as the statement.
 */
export const DEFAULT_PAGE_SIZE = 500

/** One page: rows in order, and the id after which the next page starts; null after the last. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
}

/**
 * All pages, the next one being read while the caller works on the one before. Empty pages are
 * left out.
 * @param read Reads the page after an id; null is the first one.
 */
export async function* pages<Row>(
  read: (after: string | null) => Promise<Page<Row>>,
  { after = null, signal }: { after?: string | null; signal?: AbortSignal | undefined },
): AsyncGenerator<readonly Row[], void, undefined> {
  let coming = start(read, after, signal)
  for (;;) {
    const page = await coming
    if (page.next !== null) {
      coming = start(read, page.next, signal)
      // Without a turn its statement leaves only when the caller waits for something: so long
      // PostgreSQL would stand still.
      await turn()
    }
    if (page.rows.length > 0) yield page.rows
    if (page.next === null) return
  }
}

/** Makes a page of rows: there is a next one when this one is full. */
export function toPage<Row>(
  rows: readonly Row[],
  pageSize: number,
  idOf: (row: Row) => string,
): Page<Row> {
  const last = rows.at(-1)
  return { rows, next: last === undefined || rows.length < pageSize ? null : idOf(last) }
}

function start<Row>(
  read: (after: string | null) => Promise<Page<Row>>,
  after: string | null,
  signal: AbortSignal | undefined,
): Promise<Page<Row>> {
  signal?.throwIfAborted()
  const coming = read(after)
  // The caller may stop before it takes this page; its failure then concerns nobody.
  coming.catch(() => {})
  return coming
}
