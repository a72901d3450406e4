/**
 * The job classes of the worker: thin, each one a schema of its arguments and what to call.
 *
 * `BackupWorker` and `AccountMigrationWorker` build archives; `ExpireArchiveWorker` deletes them;
 * `ExportMailWorker` sends a message that a mail server did not take at first, or that somebody else
 * asked for an export; `ExportWebhookWorker` tells another program.
 */
import {
  Client,
  defineJob,
  type JobContext,
  type JobDefinition,
  type JobFailure,
  type LimitOptions,
} from '@howdah/engine'
import { z } from 'zod'
import { EXPORT_LIMIT_NAME, JOB_CLASSES } from '../ledger/export-queue.ts'
import { isRowId } from '../ledger/reading.ts'
import { EXPORT_TYPES, type ExportType } from '../ledger/types.ts'
import { destroyBackup } from '../mastodon/backups.ts'
import type { Services } from '../services.ts'
import { explainFailure, ExportFailure, originalClass } from './errors.ts'
import { EXPIRE_JOB, expireArchive, scheduleExpiry } from './expire-archive.ts'
import { ExportRun } from './export-run.ts'
import { sceneOfStart } from './failure-scene.ts'
import { findExport, type ExportArguments } from './find-export.ts'
import { cleanLeftover } from './leftovers.ts'
import { outliveLostConnection } from './outlive-lost-connection.ts'
import { MAIL_JOB, MAIL_RETRIES } from '../ledger/news-queue.ts'
import { tellMember, tellMemberSoon, tellOfRequest } from './tell-member.ts'
import { sendWebhook, WEBHOOK_JOB, WEBHOOK_RETRIES } from './webhook.ts'

/** Ids are integers on the wire; what others push may have them as text. */
const id = z
  .union([z.bigint(), z.number().int(), z.string()])
  .transform(String)
  .refine(isRowId, 'is no id of a row')

/** Lines of a backtrace that the ledger keeps of each try. */
const BACKTRACE_LINES = 30

/** A job that was due early because the retention was raised meanwhile is left to the upkeep. */
const EXPIRY_TOLERANCE_MS = 60_000

export interface JobsOptions {
  readonly services: Services
  /** Identity of this process, for the story of each try. */
  readonly worker: string
}

export function createJobs(options: JobsOptions): readonly JobDefinition[] {
  return [
    exportJob(options, 'backup'),
    exportJob(options, 'migration'),
    expiryJob(options),
    mailJob(options),
    webhookJob(options),
  ]
}

function exportJob(options: JobsOptions, type: ExportType): JobDefinition {
  const { services } = options
  const own = z.tuple([
    z.object({
      user_id: id,
      type: z.literal(type).default(type),
      export_id: id.optional(),
    }),
  ])
  // Mastodon pushes the id of its row in `backups`.
  const args = type === 'backup' ? z.union([own, z.tuple([id])]) : own
  return defineJob({
    class: JOB_CLASSES[type],
    args,
    queue: services.config.exports.queue,
    retry: services.config.exports.maxAttempts - 1,
    backtrace: BACKTRACE_LINES,
    limit: exportLimit(services.config.exports.limit),
    perform: ([wish], context) =>
      performExport(
        options,
        type,
        typeof wish === 'string'
          ? { backupId: wish }
          : { userId: wish.user_id, exportId: wish.export_id ?? null },
        context,
      ),
    // Nothing brings a deleted member back; more tries would only delay the news.
    retryIn: (_count, error) =>
      error instanceof ExportFailure && error.code === 'member-missing' ? 'kill' : undefined,
    onFailure: (failure) => outliveLostConnection(() => recordFailure(options, failure)),
  })
}

/**
 * Both classes share it: so many exports at once in all, and one of a member. It is always defined,
 * so that it can be changed while running, under {@link EXPORT_LIMIT_NAME}.
 */
function exportLimit(total: number | null): LimitOptions {
  return {
    name: EXPORT_LIMIT_NAME,
    ...(total === null ? {} : { total }),
    perKey: 1,
    key: ([wish]) => memberOf(wish),
  }
}

/** A job of Mastodon's own names no member, and is only counted. */
function memberOf(wish: unknown): string {
  return typeof wish === 'object' && wish !== null && 'user_id' in wish ? String(wish.user_id) : ''
}

async function performExport(
  { services, worker }: JobsOptions,
  type: ExportType,
  args: ExportArguments,
  context: JobContext,
): Promise<void> {
  const record = await findExport(services, type, args, context).catch((error: unknown) => {
    throw explainFailure(error, sceneOfStart(services.config, args), null)
  })
  const isPostponed = record !== null && (await services.turns.postponeUntilWindow(record))
  const run =
    record === null || isPostponed
      ? null
      : await services.ledger.start(record.id, {
          jid: context.jid,
          attempt: context.attempt,
          worker,
        })
  if (run === null) {
    context.logger.info({ ...args }, 'Nothing to do: made already, cancelled, postponed or gone.')
    return
  }
  const end = await new ExportRun({ services, run, context, worker }).perform()
  if (end.kind === 'over') return
  const client = new Client({ redis: services.redis })
  await scheduleExpiry(services, client, end.export)
  await tellMemberSoon(services, client, end.export, context.logger)
}

/** Writes the failure into the ledger before the job is moved, so that the two never disagree. */
async function recordFailure(
  { services, worker }: JobsOptions,
  failure: JobFailure,
): Promise<void> {
  const run = failure.error instanceof ExportFailure ? failure.error.run : null
  const exportId = run?.exportId ?? (await services.ledger.byJid(failure.payload.jid))?.id
  if (exportId === undefined) return
  const record = await services.ledger.failed(exportId, {
    run: run?.run ?? null,
    attempt: failure.attempt,
    error:
      (failure.error instanceof ExportFailure ? failure.error.reason : null) ??
      failure.error.message,
    errorClass: originalClass(failure.error),
    backtrace: backtraceOf(failure.error),
    stage: run?.stage ?? null,
    worker,
    retryAt: failure.retryAt,
  })
  if (record?.state !== 'failed') return
  await cleanLeftover(services, record.id)
  await forgetBackup(services, record.backupId, record.id)
  const logger = services.logger.child({ jid: failure.payload.jid })
  await tellMemberSoon(services, new Client({ redis: services.redis }), record, logger)
}

/** Mastodon's page must not say "Compiling your archive..." for ever. */
async function forgetBackup(
  { db, ledger }: Services,
  backupId: string | null,
  exportId: string,
): Promise<void> {
  if (backupId === null) return
  await destroyBackup(db, backupId)
  await ledger.detachBackup(exportId)
}

function backtraceOf(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return lines.slice(0, BACKTRACE_LINES).map((line) => line.trim())
}

function expiryJob({ services }: JobsOptions): JobDefinition {
  return defineJob({
    class: EXPIRE_JOB,
    // The ledger decides by the export's id; whose it is and of which type is there to be read.
    args: z.tuple([
      z.object({ export_id: id, user_id: id.optional(), type: z.enum(EXPORT_TYPES).optional() }),
    ]),
    queue: services.config.exports.queue,
    perform: async ([{ export_id: exportId }]) => {
      const record = await services.ledger.get(exportId)
      if (record?.state !== 'done' || record.expiresAt === null) return
      const isEarly = record.expiresAt.getTime() > Date.now() + EXPIRY_TOLERANCE_MS
      if (!isEarly) await expireArchive(services, record)
    },
  })
}

function mailJob({ services }: JobsOptions): JobDefinition {
  return defineJob({
    class: MAIL_JOB,
    args: z.tuple([z.object({ export_id: id, news: z.literal('requested').optional() })]),
    queue: services.config.exports.queue,
    retry: MAIL_RETRIES,
    perform: async ([{ export_id: exportId, news }]) => {
      const record = await services.ledger.get(exportId)
      if (record === null) return
      await (news === 'requested' ? tellOfRequest(services, record) : tellMember(services, record))
    },
  })
}

function webhookJob({ services }: JobsOptions): JobDefinition {
  return defineJob({
    class: WEBHOOK_JOB,
    args: z.tuple([z.object({ export_id: id })]),
    queue: services.config.exports.queue,
    retry: WEBHOOK_RETRIES,
    perform: async ([{ export_id: exportId }]) => {
      const record = await services.ledger.get(exportId)
      if (record !== null) await sendWebhook(services, record)
    },
  })
}
