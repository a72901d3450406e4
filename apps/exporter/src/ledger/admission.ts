/**
 * From a request that policy lets in to an export: its row in the ledger, Mastodon's row where there
 * is to be one, and its job in Redis.
 */
import { LedgerError } from './errors.ts'
import { ExportQueue } from './export-queue.ts'
import type { BackupRows } from './follow-console.ts'
import type { Ledger } from './ledger.ts'
import type { Plan } from './planning.ts'
import type { ExportKind, ExportRecord, NewExport, Performer, RequestOutcome } from './types.ts'

export interface AdmissionOptions {
  readonly ledger: Ledger
  readonly queue: ExportQueue
  readonly backups: BackupRows
  readonly maxAttempts: number
  /** Whose workers build the archives that are let in from now on. */
  readonly performer: Performer
}

/** What is let in. */
export interface Admitted {
  readonly member: Pick<NewExport, 'userId' | 'accountId' | 'username'>
  readonly kind: ExportKind
  /** As `requestedBy` of an export. */
  readonly by: string
  readonly plan: Plan
  readonly options: Pick<NewExport, 'queue' | 'reason'>
  readonly estimatedBytes: number
}

export class Admission {
  readonly #options: AdmissionOptions

  constructor(options: AdmissionOptions) {
    this.#options = options
  }

  /**
   * `active` when another request of the member was faster.
   * @throws {@link LedgerError} `redis-unreachable` when the job could not be pushed; nothing is kept
   */
  async admit({
    member: { userId, accountId, username },
    kind,
    by,
    plan,
    options: { queue, reason },
    estimatedBytes,
  }: Admitted): Promise<RequestOutcome> {
    const jid = ExportQueue.newJid()
    const outcome = await this.#options.ledger.request({
      userId,
      accountId,
      username,
      type: kind.type,
      includesMedia: kind.includesMedia,
      requestedBy: by,
      maxAttempts: this.#options.maxAttempts,
      jid,
      performer: this.performerOf(kind),
      estimatedBytes,
      ...(plan.runsAt === null ? {} : { runsAt: plan.runsAt }),
      ...(plan.waitsFor === null ? {} : { waitsFor: plan.waitsFor }),
      ...(queue === undefined ? {} : { queue }),
      ...(reason === undefined ? {} : { reason }),
    })
    if (outcome.kind === 'active') return outcome
    const record = await this.withBackupRow(outcome.export)
    await this.#push(record, jid, plan)
    if (kind.type === 'backup' && record.backupId === null) await this.#insertBackup(record)
    return { kind: 'created', export: record }
  }

  /** Mastodon's own workers know neither lists nor archives without media. */
  performerOf({ type, includesMedia }: ExportKind): Performer {
    return type === 'backup' && includesMedia ? this.#options.performer : 'howdah'
  }

  /** The job for a worker of Mastodon's names the row, so the row comes first. */
  async withBackupRow(record: ExportRecord): Promise<ExportRecord> {
    if (record.performer !== 'mastodon' || record.backupId !== null) return record
    await this.#insertBackup(record)
    return (await this.#options.ledger.get(record.id)) ?? record
  }

  async #push(record: ExportRecord, jid: string, { runsAt }: Plan): Promise<void> {
    const { ledger, queue } = this.#options
    try {
      await queue.push(record, jid, runsAt === null ? {} : { at: runsAt })
    } catch (error) {
      const reason =
        'The request could not be queued, because Redis does not answer. ' +
        'Nothing was kept of it: try again in a minute.'
      await ledger.abandon(record.id, reason)
      throw new LedgerError('redis-unreachable', reason, { cause: error })
    }
    await ledger.attachJob(record.id, jid, runsAt === null ? 'pending' : 'scheduled')
  }

  /** Mastodon's own page then says "Compiling your archive..." as it would for its own worker. */
  async #insertBackup(record: ExportRecord): Promise<void> {
    const { ledger, backups } = this.#options
    const backupId = await backups.insert(record.userId)
    const isFirst = await ledger.attachBackup(record.id, backupId)
    if (!isFirst) await backups.destroy([backupId])
  }
}
