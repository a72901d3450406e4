/**
 * Cells that every list of exports shares.
 */
import { Badge, formatBytes, type View } from '@howdah/web/views'
import { type ExportRecord, isActive } from '../../ledger/types.ts'
import { words } from '../words/words.ts'

/** The badge of an export, with its tries while it is being retried; `isShared` as of `Icon`. */
export function ExportBadge(props: { row: ExportRecord; isShared?: boolean }): View {
  const { row, isShared = false } = props
  return row.state === 'retrying' ? (
    <Badge state="retrying" detail={`${row.attempts}/${row.maxAttempts}`} isShared={isShared} />
  ) : (
    <Badge state={row.state} isShared={isShared} />
  )
}

/** Bytes as a person reads them, or a dash. */
export function Size({ bytes }: { bytes: number | null }): View {
  return bytes === null ? <span class="none">–</span> : <bdi>{formatBytes(bytes)}</bdi>
}

/** What it will take, while nobody knows what it takes. */
export function KnownOrExpectedSize({ row }: { row: ExportRecord }): View {
  const isExpected = isActive(row.state) && row.sizeBytes === null
  if (!isExpected || !row.estimatedBytes) return <Size bytes={row.sizeBytes} />
  return (
    <bdi class="soft" title={words().schedule.expectedSize}>
      ~{formatBytes(row.estimatedBytes)}
    </bdi>
  )
}
