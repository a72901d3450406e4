/**
 * The webhook: tells another program over HTTP that an export is ready or has finally failed.
 *
 * A job of its own sends it, so that a receiver that is slow or away never holds up an export; the
 * engine tries again. Each message is signed: `Howdah-Signature: t=<seconds>,v1=<hex>`, the
 * HMAC-SHA256 of `<seconds>.<body>` under the shared secret. It may come twice; `id` tells.
 */
import { createHmac } from 'node:crypto'
import type { Client } from '@howdah/engine'
import type { ExportRecord } from '../ledger/types.ts'
import type { Services } from '../services.ts'
import { fetchReasonOf } from '../start-error.ts'

export const WEBHOOK_JOB = 'ExportWebhookWorker'
/** With the engine's growing pauses about two days. */
export const WEBHOOK_RETRIES = 14

/** A receiver should put it aside and answer. */
const TIMEOUT_MS = 10_000

export type WebhookEvent = 'export.ready' | 'export.failed'

/** Does nothing where no webhook is configured, and for exports that have not ended. */
export async function pushWebhookJob(
  { config }: Pick<Services, 'config'>,
  client: Client,
  record: ExportRecord,
): Promise<void> {
  if (config.webhook === null || eventOf(record) === null) return
  await client.push({
    class: WEBHOOK_JOB,
    args: [{ export_id: BigInt(record.id) }],
    queue: config.exports.queue,
    retry: WEBHOOK_RETRIES,
  })
}

function eventOf({ state }: ExportRecord): WebhookEvent | null {
  if (state === 'done') return 'export.ready'
  return state === 'failed' ? 'export.failed' : null
}

/** @throws {@link WebhookError} when the receiver does not answer with 2xx in time */
export async function sendWebhook(
  { config }: Services,
  record: ExportRecord,
  now: Date = new Date(),
): Promise<void> {
  const event = eventOf(record)
  if (config.webhook === null || event === null) return
  const body = JSON.stringify(webhookBody(record, event, config.publicUrl))
  const seconds = Math.floor(now.getTime() / 1_000)
  const response = await post(config.webhook.url, {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Howdah',
      'howdah-event': event,
      'howdah-signature': `t=${seconds},v1=${sign(config.webhook.secret, seconds, body)}`,
    },
  })
  await response.body?.cancel()
  if (response.ok) return
  throw new WebhookError(
    `The webhook answered ${response.status} to ${event} of export ${record.id}. ` +
      'Look at its log; EXPORT_WEBHOOK_URL says where it is.',
  )
}

/** The receiver did not take the message; it is sent again. */
class WebhookError extends Error {
  override readonly name = 'WebhookError'
}

async function post(url: string, message: RequestInit): Promise<Response> {
  try {
    return await fetch(url, {
      ...message,
      method: 'POST',
      // What is signed for one receiver is not for another.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    throw new WebhookError(
      `The webhook does not answer: ${fetchReasonOf(error)}. See that it runs, takes messages ` +
        `within ${TIMEOUT_MS / 1_000} s without leading elsewhere, and that EXPORT_WEBHOOK_URL is its address.`,
      { cause: error },
    )
  }
}

/** Hexadecimal. */
export function sign(secret: string, seconds: number, body: string): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
}

function webhookBody(record: ExportRecord, event: WebhookEvent, publicUrl: string): object {
  const isReady = event === 'export.ready'
  return {
    id: `${event}:${record.id}:${record.finishedAt?.getTime() ?? 0}`,
    event,
    export: {
      id: record.id,
      user_id: record.userId,
      username: record.username,
      type: record.type,
      without_media: !record.includesMedia,
      state: record.state,
      requested_by: record.requestedBy,
      requested_at: record.requestedAt.toISOString(),
      finished_at: record.finishedAt?.toISOString() ?? null,
      attempts: record.attempts,
      size: isReady ? record.sizeBytes : null,
      sha256: isReady ? record.sha256 : null,
      missing_files: record.missingFiles,
      expires_at: isReady ? (record.expiresAt?.toISOString() ?? null) : null,
      download_url: isReady ? `${publicUrl}/exports/${record.id}/download` : null,
      error: isReady ? null : record.error,
    },
  }
}
