/** Many jobs as few round trips. */

/** A scheduled job costs Redis more: it is sorted in. Both numbers are Sidekiq's. */
export const BATCH = 1_000
export const SCHEDULED_BATCH = 100

/** So many items at a time, and at the end what is left. */
export async function* batchesOf<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  size: number,
): AsyncGenerator<Item[], void> {
  let batch: Item[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
