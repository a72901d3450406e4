/** Deletes an archive whose time is over: file, Mastodon's row, then the ledger's state. */
import type { Client } from '@howdah/engine'
import type { ExportRecord } from '../ledger/types.ts'
import type { Services } from '../services.ts'
import { removeArchive } from './leftovers.ts'

export const EXPIRE_JOB = 'ExpireArchiveWorker'
const EXPIRE_RETRIES = 10

/** The ledger comes last, so that a crash in between leaves something that is found again. */
export async function expireArchive(services: Services, record: ExportRecord): Promise<void> {
  await removeArchive(services, record)
  await services.ledger.expire(record.id, 'howdah')
}

/** Shows under Scheduled as what will happen to the archive, and when. */
export async function scheduleExpiry(
  services: Services,
  client: Client,
  record: ExportRecord,
): Promise<void> {
  if (record.expiresAt === null) return
  await client.push({
    class: EXPIRE_JOB,
    args: [
      {
        user_id: BigInt(record.userId),
        type: record.type,
        export_id: BigInt(record.id),
      },
    ],
    queue: services.config.exports.queue,
    retry: EXPIRE_RETRIES,
    at: record.expiresAt,
  })
}
