/**
 * The job that sends a message: its name and how it is asked for. Apart from the code that sends, so
 * that the web process need not load that.
 */
import { Client, type RedisClient } from '@howdah/engine'

/** Sends a message: how an export ended, when that did not succeed at first, or that it was asked for. */
export const MAIL_JOB = 'ExportMailWorker'
export const MAIL_RETRIES = 10

/** Has the member told that an administrator asked for this export. */
export async function pushRequestNews(
  redis: RedisClient,
  queue: string,
  exportId: string,
): Promise<void> {
  await new Client({ redis }).push({
    class: MAIL_JOB,
    args: [{ export_id: BigInt(exportId), news: 'requested' }],
    queue,
    retry: MAIL_RETRIES,
  })
}

/** Has the member told how this export ended. */
export async function pushEndNews(
  redis: RedisClient,
  queue: string,
  exportId: string,
): Promise<void> {
  await new Client({ redis }).push({
    class: MAIL_JOB,
    args: [{ export_id: BigInt(exportId) }],
    queue,
    retry: MAIL_RETRIES,
  })
}
