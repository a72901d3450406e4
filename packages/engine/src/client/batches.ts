/** Many jobs as few round trips. */
import { InvalidJobError } from '../errors.ts'
import type { EpochSeconds } from '../support/epoch.ts'
import type { BulkOptions } from './options.ts'

/** A scheduled job costs Redis more: it is sorted in. Both numbers are Sidekiq's. */
export const BATCH = 1_000
const SCHEDULED_BATCH = 100

/**
 * Jobs a round trip.
 * @param times when each of them is due, where that is known
 * @throws InvalidJobError for a `batchSize` that is no whole number above 0
 */
export function batchSizeOf(
  { batchSize, at, in: seconds, spreadSeconds }: BulkOptions,
  times: readonly (EpochSeconds | null)[] | null = null,
): number {
  if (batchSize !== undefined) {
    if (Number.isSafeInteger(batchSize) && batchSize > 0) return batchSize
    throw new InvalidJobError(`batchSize is ${batchSize}: give a whole number above 0.`)
  }
  const isScheduled =
    times?.some((time) => time !== null) ??
    [at, seconds, spreadSeconds].some((time) => time !== undefined)
  return isScheduled ? SCHEDULED_BATCH : BATCH
}

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
