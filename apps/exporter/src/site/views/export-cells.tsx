/**
 * Cells that every list of exports shares.
 */
import { Badge, formatBytes, type View } from '@howdah/web/views'
import { type ExportRecord, isActive } from '../../ledger/types.ts'
import { words } from '../words/words.ts'

/** How a badge is drawn. */
interface BadgeProps {
  readonly row: ExportRecord
  /** As of `Icon`. */
  readonly isShared?: boolean
  /** Nobody can say whether what is under way still is so. */
  readonly isLastKnown?: boolean
}

/** The badge of an export, with its tries while it is being retried. */
export function ExportBadge({ row, isShared = false, isLastKnown = false }: BadgeProps): View {
  const tries = row.state === 'retrying' ? { detail: `${row.attempts}/${row.maxAttempts}` } : {}
  return (
    <>
      <Badge state={row.state} {...tries} isShared={isShared} />
      {isLastKnown && isActive(row.state) ? (
        <small class="soft"> {words().schedule.banners.lastKnown}</small>
      ) : null}
    </>
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

/** What somebody would look for in the archive in vain, and why; `summary` says how much it is. */
export function MissingFiles({ row, summary }: { row: ExportRecord; summary: string }): View {
  return (
    <details class="disclosure">
      <summary>
        <span>{summary}</span>
      </summary>
      <ul class="plain-list">
        {row.missingFileNames.map((name, index) => (
          <li>
            <code>{name}</code> <bdi>{row.missingFileReasons[index] ?? ''}</bdi>
          </li>
        ))}
      </ul>
    </details>
  )
}
