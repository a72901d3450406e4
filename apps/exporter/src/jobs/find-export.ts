/**
 * From a job to the export it builds. Our own jobs name it; a job that somebody else pushed only
 * names the member, and is attached to the export that waits already, or enters a new one.
 */
import type { JobContext } from '@howdah/engine'
import { adoptBackup } from '../adopt/adopt-backup.ts'
import { triesOf } from '../adopt/take-over.ts'
import { BY_QUEUE } from '../ledger/actors.ts'
import type { ExportRecord, ExportType } from '../ledger/types.ts'
import { findMember } from '../mastodon/members.ts'
import type { Services } from '../services.ts'
import { memberMissing } from './errors.ts'

export type ExportArguments =
  | {
      readonly userId: string
      /** Null in jobs that were pushed by others. */
      readonly exportId: string | null
    }
  /** A job of Mastodon's own: the id of its row in `backups`. */
  | { readonly backupId: string }

/** @returns null when there is nothing to do: the export is gone, or somebody made it already. */
export async function findExport(
  services: Services,
  type: ExportType,
  args: ExportArguments,
  context: Pick<JobContext, 'jid' | 'payload'>,
): Promise<ExportRecord | null> {
  const { ledger } = services
  if ('backupId' in args) {
    return adoptBackup(services, {
      backupId: args.backupId,
      jid: context.jid,
      performer: 'howdah',
      maxAttempts: triesOf(context.payload),
    })
  }
  if (args.exportId !== null) return ledger.get(args.exportId)
  const own = await ledger.byJid(context.jid)
  if (own !== null) return own
  if (await isMadeAlready(services, type, args.userId, context)) return null
  return enter(services, type, args.userId, context.jid)
}

/** Of five jobs for one wish, the four that come after the first has finished have nothing to do. */
async function isMadeAlready(
  { ledger }: Services,
  type: ExportType,
  userId: string,
  context: Pick<JobContext, 'payload'>,
): Promise<boolean> {
  const askedAt = askedAtMs(context.payload.created_at)
  const records = await ledger.forMember(userId)
  return records.some(
    (record) =>
      record.type === type &&
      record.state === 'done' &&
      record.finishedAt !== null &&
      record.finishedAt.getTime() >= askedAt,
  )
}

/** Sidekiq before 8 writes seconds with a fraction, 8 writes milliseconds. */
function askedAtMs(createdAt: number | undefined): number {
  if (createdAt === undefined) return Date.now()
  const isMilliseconds = createdAt > 100_000_000_000
  return isMilliseconds ? createdAt : createdAt * 1_000
}

async function enter(
  { ledger, db, config }: Services,
  type: ExportType,
  userId: string,
  jid: string,
): Promise<ExportRecord | null> {
  const member = await findMember(db, { userId })
  if (member === null) throw memberMissing(userId, null)
  const outcome = await ledger.request({
    userId,
    accountId: member.accountId,
    username: member.username,
    type,
    requestedBy: BY_QUEUE,
    jid,
    maxAttempts: config.exports.maxAttempts,
  })
  if (outcome.kind === 'created') {
    await ledger.attachJob(outcome.export.id, jid)
    return outcome.export
  }
  // Another job builds it, unless that job is lost: then this one may take its place.
  return outcome.export.state === 'stuck' ? outcome.export : null
}
