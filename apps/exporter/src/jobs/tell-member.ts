/** Tells a member how an export ended: once when it is ready, once when it has finally failed. */
import type { Client, Logger } from '@howdah/engine'
import { noteTold } from '../ledger/upkeep.ts'
import type { ExportRecord } from '../ledger/types.ts'
import { failedMessage, readyMessage } from '../mail/messages.ts'
import { findMember } from '../mastodon/members.ts'
import type { Services } from '../services.ts'

/** Class of the job that tries again when the mail server does not take the message. */
export const MAIL_JOB = 'ExportMailWorker'
export const MAIL_RETRIES = 10
/** A mail server that refused one message rarely takes it in the next second. */
const FIRST_RETRY_SECONDS = 60

/** Sends the message; does nothing for exports that have not ended and members who are gone. */
export async function tellMember(services: Services, record: ExportRecord): Promise<void> {
  const message = await messageFor(services, record)
  if (message !== null) await services.mailer.send(message)
  await noteTold(services.ledger.db, record.id, true)
}

async function messageFor(services: Services, record: ExportRecord) {
  const place = services.config
  if (record.state === 'failed') return failedMessage(record, place)
  if (record.state !== 'done') return null
  const member = await findMember(services.db, { userId: record.userId })
  // Nobody reads the mail of a memorial account but those it would hurt.
  if (member === null || member.account.memorial) return null
  return readyMessage(record, place)
}

/** Sends it now; should the mail server not take it, a job of its own tries again. */
export async function tellMemberSoon(
  services: Services,
  client: Client,
  record: ExportRecord,
  logger: Logger,
): Promise<void> {
  try {
    await tellMember(services, record)
  } catch (error) {
    logger.warn(
      { err: error, export_id: record.id },
      `The mail to @${record.username} could not be sent; ${MAIL_JOB} will try again.`,
    )
    await pushMailJob(services, client, record.id)
    await noteTold(services.ledger.db, record.id, true)
  }
}

export async function pushMailJob(
  services: Pick<Services, 'config'>,
  client: Client,
  exportId: string,
): Promise<void> {
  await client.push({
    class: MAIL_JOB,
    args: [{ export_id: BigInt(exportId) }],
    // Our own queue: on a live Mastodon every other one belongs to Ruby, which has no such class.
    queue: services.config.exports.queue,
    retry: MAIL_RETRIES,
    in: FIRST_RETRY_SECONDS,
  })
}
