/**
 * What a job can iterate over, and how the place in it is named. A cursor names the item that is to
 * be processed next; it is JSON and must find the same item again in another process.
 */

/** What a cursor can be: JSON, with whole numbers of any size (see `parseJson`). */
export type Cursor =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Cursor[]
  | { readonly [key: string]: Cursor }

/** An item and its own cursor: what to begin with in order to get this item first. */
export type ItemWithCursor<Item, At> = readonly [item: Item, cursor: At]

/** Makes the items from a cursor on; null = from the beginning. */
export type CursorSource<Item, At extends Cursor = Cursor> = (
  cursor: At | null,
) =>
  | AsyncIterable<ItemWithCursor<Item, At>>
  | Iterable<ItemWithCursor<Item, At>>
  | Promise<Iterable<ItemWithCursor<Item, At>> | AsyncIterable<ItemWithCursor<Item, At>>>

/**
 * Anything to iterate over: an array (the cursor is the index), a function of a cursor, or any
 * other iterable (the cursor is the number of items before; a resumed run reads them and skips
 * them, so it must give the same items in the same order).
 */
export type IterationSource<Item, At extends Cursor = Cursor> =
  | CursorSource<Item, At>
  | readonly Item[]
  | Iterable<Item>
  | AsyncIterable<Item>

/** How to iterate. The callbacks are awaited; an error in one is an error of the job. */
export interface IterateOptions<At extends Cursor = Cursor> {
  /**
   * After so many seconds of one run the job goes to the back of its queue, so that others have
   * their turn. Default: the process's `maxIterationRuntimeSeconds`, else no limit.
   */
  readonly maxRuntimeSeconds?: number
  /** How often the cursor is saved; 0 = before every item, one round trip each. Default: 5. */
  readonly saveEverySeconds?: number
  /** Before the first item of the first run. */
  readonly onStart?: () => Promise<void> | void
  /** Before the first item of every further run; with where it goes on. */
  readonly onResume?: (cursor: At | null) => Promise<void> | void
  /** Whenever iterating ends: at the end, by `break` or an error, interrupted or cancelled. */
  readonly onStop?: () => Promise<void> | void
  /** When it ends because the job was cancelled; before `onStop`. */
  readonly onCancel?: () => Promise<void> | void
  /** When the last item is done; after `onStop`. */
  readonly onComplete?: () => Promise<void> | void
}

/** The items of one run, for one `for await` loop. */
export interface JobIteration<Item> extends AsyncIterable<Item> {
  /** Of the item under way; null before the first. */
  readonly cursor: Cursor
  /** Runs of this job that have iterated, this one included; 0 before the first item. */
  readonly executions: number
}

/** `iterate` of a job's context. */
export type Iterate = <Item, At extends Cursor = Cursor>(
  source: IterationSource<Item, At>,
  options?: IterateOptions<At>,
) => JobIteration<Item>

/** One page of a larger whole. */
export interface Page<Item, At extends Cursor> {
  readonly items: readonly Item[]
  /** What to fetch the next page with; null after the last. */
  readonly next: At | null
}

/**
 * A source of pages: `fetchPage(null)` gives the first, its `next` the second, and so on. The items
 * of the loop are whole pages, for handlers that write in batches. Pages without items are left out.
 *
 * @example
 * for await (const rows of job.iterate(pages((after: number | null) => readStatuses(after, 500)))) {
 *   await writeAll(rows)
 * }
 */
export function pages<Item, At extends Cursor>(
  fetchPage: (cursor: At | null) => Promise<Page<Item, At>> | Page<Item, At>,
): CursorSource<readonly Item[], At> {
  return async function* readPages(cursor) {
    for (let at = cursor; ;) {
      const { items, next } = await fetchPage(at)
      // The first page has no name; JSON's null stands for it, as in every source.
      if (items.length > 0) yield [items, at as At]
      if (next === null) return
      at = next
    }
  }
}

/** The items of any source from a cursor on, each with its cursor. */
export async function* itemsFrom<Item, At extends Cursor>(
  source: IterationSource<Item, At>,
  cursor: Cursor,
): AsyncGenerator<ItemWithCursor<Item, Cursor>, void, void> {
  if (typeof source === 'function') {
    // What lies in Redis was written by this very source, so it has the type of its cursors.
    yield* await source(cursor as At | null)
    return
  }
  const start = typeof cursor === 'number' ? cursor : 0
  if (Array.isArray(source)) yield* itemsOfArray<Item>(source, start)
  else yield* itemsAfter(source, start)
}

function* itemsOfArray<Item>(
  source: readonly Item[],
  start: number,
): Generator<ItemWithCursor<Item, Cursor>, void, void> {
  for (let index = start; index < source.length; index += 1) {
    // An index below the length; a hole in an array is an item too, as in `for … of`.
    yield [source[index] as Item, index]
  }
}

async function* itemsAfter<Item>(
  source: Iterable<Item> | AsyncIterable<Item>,
  start: number,
): AsyncGenerator<ItemWithCursor<Item, Cursor>, void, void> {
  let index = 0
  for await (const item of source) {
    if (index >= start) yield [item, index]
    index += 1
  }
}
