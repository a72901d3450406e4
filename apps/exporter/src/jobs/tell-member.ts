/**
 * Tells how an export ended: the member by mail, once when it is ready and once when it has finally
 * failed; and whoever listens to the webhook.
 */
import type { Client, Logger } from '@howdah/engine'
import { wantsMail } from '../ledger/choices.ts'
import { MAIL_JOB, MAIL_RETRIES } from '../ledger/news-queue.ts'
import { noteTold } from '../ledger/upkeep.ts'
import type { ExportRecord } from '../ledger/types.ts'
import type { MailMessage } from '../mail/mailer.ts'
import { exportMessage, type MailNews } from '../mail/messages.ts'
import { findMember } from '../mastodon/members.ts'
import type { Services } from '../services.ts'
import { pushWebhookJob } from './webhook.ts'

/** A mail server that refused one message rarely takes it in the next second. */
const FIRST_RETRY_SECONDS = 60

/** Sends the message; does nothing for exports that have not ended and members who are gone. */
export async function tellMember(services: Services, record: ExportRecord): Promise<void> {
  const message = await endMessage(services, record)
  if (message !== null) await services.mailer.send(message)
  await noteTold(services.ledger.db, record.id, true)
}

/** Tells a member that somebody else has asked for an export of theirs. */
export async function tellOfRequest(services: Services, record: ExportRecord): Promise<void> {
  const message = await messageFor(services, record, 'requested')
  if (message !== null) await services.mailer.send(message)
}

async function endMessage(services: Services, record: ExportRecord): Promise<MailMessage | null> {
  if (record.state !== 'failed' && record.state !== 'done') return null
  if (!(await wantsMail(services.ledger.db, record.userId))) return null
  return messageFor(services, record, record.state === 'done' ? 'ready' : 'failed')
}

async function messageFor(
  { config, db }: Services,
  record: ExportRecord,
  news: MailNews,
): Promise<MailMessage | null> {
  const member = await findMember(db, { userId: record.userId })
  // Nobody reads the mail of a memorial account but those it would hurt.
  if (member === null || member.account.memorial) return null
  return exportMessage(news, record, { ...config, locales: [member.locale, config.defaultLocale] })
}

/** Sends it now; should the mail server not take it, a job of its own tries again. */
export async function tellMemberSoon(
  services: Services,
  client: Client,
  record: ExportRecord,
  logger: Logger,
): Promise<void> {
  await pushWebhookJob(services, client, record)
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
  { config }: Pick<Services, 'config'>,
  client: Client,
  exportId: string,
): Promise<void> {
  await client.push({
    class: MAIL_JOB,
    args: [{ export_id: BigInt(exportId) }],
    // Our own queue: on a live Mastodon every other one belongs to Ruby, which has no such class.
    queue: config.exports.queue,
    retry: MAIL_RETRIES,
    in: FIRST_RETRY_SECONDS,
  })
}
