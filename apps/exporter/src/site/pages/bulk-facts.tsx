/** Before a request for many: how much they take together, how much is free, and when the last one starts. */
import { formatBytes, Notice, Time, type View } from '@howdah/web/views'
import type { BulkForecast } from '../../ledger/bulk.ts'
import { words } from '../words/words.ts'

interface BulkFactsProps {
  readonly forecast: BulkForecast
  /** Null where the storage does not tell. */
  readonly freeBytes: bigint | null
  readonly now: Date
}

/** Nothing is said of the size of lists, which take next to nothing. */
export function BulkFacts({ forecast, freeBytes, now }: BulkFactsProps): View {
  const { estimatedBytes, lastAt } = forecast
  const text = words().serverExports.bulk
  const isTooMuch = freeBytes !== null && BigInt(estimatedBytes) > freeBytes
  return (
    <>
      {estimatedBytes === 0 ? null : (
        <p>
          {text.takes(formatBytes(estimatedBytes))}
          {freeBytes === null ? null : <> {text.free(formatBytes(Number(freeBytes)))}</>}
        </p>
      )}
      {isTooMuch ? (
        <Notice tone="warn">
          <p>{text.tooMuch}</p>
        </Notice>
      ) : null}
      {lastAt === null ? null : (
        <p>{text.lastStarts(<Time at={lastAt} now={now} show="absolute" />)}</p>
      )}
    </>
  )
}
