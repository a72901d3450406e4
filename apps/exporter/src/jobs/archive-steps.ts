/** Which steps an archive of either type consists of. */
import type { ExportSource, ExportCounts } from '../mastodon/export-source.ts'
import type { Member } from '../mastodon/members.ts'
import type { ExportKind } from '../ledger/types.ts'
import type { Stores } from '../services.ts'
import { backupSteps } from './build-backup.ts'
import { migrationSteps } from './build-migration.ts'
import type { MediaLimits } from './media-source.ts'
import type { Step } from './steps.ts'
import type { ArchiveHead, BuildProgress } from './writing.ts'

export interface ArchiveContents {
  readonly kind: ExportKind
  readonly member: Member
  readonly source: ExportSource
  readonly counts: ExportCounts
  readonly head: ArchiveHead
  readonly progress: BuildProgress
  /** How long to wait for a file of the storage, and how often; the usual when left out. */
  readonly mediaLimits?: MediaLimits
}

export function archiveSteps(
  { media, instance }: Pick<Stores, 'media' | 'instance'>,
  { kind, member, source: live, counts, head, progress, mediaLimits }: ArchiveContents,
): readonly Step[] {
  const now = new Date(head.begunAt)
  const { includesMedia } = kind
  const files = includesMedia ? 'archive' : 'server'
  const source = live.since({ begunAt: now, server: head.server ?? null, files })
  if (kind.type === 'backup') {
    const { bounds } = head
    const limits = mediaLimits === undefined ? {} : { mediaLimits }
    return backupSteps({ source, counts, media, progress, now, bounds, includesMedia, ...limits })
  }
  const address = `${member.username}@${instance.localDomain}`
  return migrationSteps({ source, address, progress, now })
}
