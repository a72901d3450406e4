/**
 * One run of one export, from the disk check to the mail.
 *
 * What is visible changes in this order, so that a crash at any point leaves something the next run
 * or the upkeep can finish: unfinished file noted → file complete and checked → file published →
 * Mastodon's row completed → ledger done → older archives gone → member told.
 */
import type { JobContext } from '@howdah/engine'
import { estimateBytes } from '../ledger/policy.ts'
import type { ExportRecord, Run } from '../ledger/types.ts'
import { ExportSource, type ExportCounts } from '../mastodon/export-source.ts'
import { findMember, type Member } from '../mastodon/members.ts'
import type { Services } from '../services.ts'
import { archiveName, type ArchiveName } from './archive-names.ts'
import { completeBackupRow, destroyOlderBackups, ensureBackupRow } from './backup-rows.ts'
import { buildBackup } from './build-backup.ts'
import { buildMigration } from './build-migration.ts'
import {
  diskTooSmall,
  explainFailure,
  memberMissing,
  type FailedRunOf,
  type FailureScene,
} from './errors.ts'
import { RunOverError, RunReporter } from './run-reporter.ts'
import { writeArchive, type WrittenFile } from './writing.ts'

const DAY_MS = 86_400_000

export interface ExportRunOptions {
  readonly services: Services
  readonly run: Run
  readonly context: JobContext
  /** Identity of this process. */
  readonly worker: string
}

/** How a run ended when nothing was thrown. */
export type RunEnd =
  | { readonly kind: 'done'; readonly export: ExportRecord }
  | { readonly kind: 'over' }

export class ExportRun {
  readonly #services: Services
  readonly #run: Run
  readonly #context: JobContext
  readonly #worker: string
  readonly #reporter: RunReporter
  #neededBytes: number | null = null

  constructor({ services, run, context, worker }: ExportRunOptions) {
    this.#services = services
    this.#run = run
    this.#context = context
    this.#worker = worker
    this.#reporter = new RunReporter({
      ledger: services.ledger,
      exportId: run.export.id,
      run: run.number,
      signal: context.signal,
      onProgress: (progress) => context.progress(progress),
      logger: context.logger,
    })
  }

  /**
   * @throws the reason of the job's signal when the process stops, else an `ExportFailure`
   */
  async perform(): Promise<RunEnd> {
    try {
      await this.#build()
      return await this.#finished()
    } catch (error) {
      return await this.#giveUp(error)
    } finally {
      this.#reporter.stop()
    }
  }

  async #build(): Promise<void> {
    this.#reporter.report('count', 0, null)
    await this.#removeLeftover()
    const member = await this.#findMember()
    const source = this.#sourceOf(member)
    const counts = await source.counts()
    await this.#checkDisk(counts)
    const backupId = await ensureBackupRow(this.#services, this.#export)
    const name = archiveName(this.#export.type, backupId, new Date())
    await this.#notePartial(name)
    const written = await this.#write(name, { member, source, counts })
    await this.#publish(name, written, backupId)
  }

  get #export(): ExportRecord {
    return this.#run.export
  }

  async #removeLeftover(): Promise<void> {
    const { leftoverKey } = this.#run
    if (leftoverKey !== null) await this.#services.storage.clean(leftoverKey)
  }

  async #findMember(): Promise<Member> {
    const member = await findMember(this.#services.db, { userId: this.#export.userId })
    if (member === null) throw memberMissing(this.#export.userId, this.#failedRun())
    return member
  }

  #sourceOf(member: Member): ExportSource {
    const { db, instance } = this.#services
    return new ExportSource({ db, instance, member })
  }

  async #checkDisk(counts: ExportCounts): Promise<void> {
    this.#neededBytes = estimateBytes(this.#export.type, counts)
    const freeBytes = await this.#services.storage.freeBytes()
    if (freeBytes === null || freeBytes >= BigInt(this.#neededBytes)) return
    throw diskTooSmall(await this.#scene(), this.#failedRun())
  }

  /** Before the first byte: from now on a crash leaves a file, and the ledger knows which. */
  async #notePartial(name: ArchiveName): Promise<void> {
    const isMine = await this.#services.ledger.notePartial(
      this.#export.id,
      this.#run.number,
      name.storageKey,
    )
    if (!isMine) throw new RunOverError()
  }

  #write(
    name: ArchiveName,
    from: { member: Member; source: ExportSource; counts: ExportCounts },
  ): Promise<WrittenFile> {
    const { media, storage, instance } = this.#services
    const common = { source: from.source, progress: this.#reporter, now: new Date() }
    return writeArchive({
      storage,
      key: name.storageKey,
      progress: this.#reporter,
      build: (zip) =>
        this.#export.type === 'backup'
          ? buildBackup(zip, { ...common, counts: from.counts, media })
          : buildMigration(zip, {
              ...common,
              address: `${from.member.username}@${instance.localDomain}`,
            }),
    })
  }

  async #publish(name: ArchiveName, written: WrittenFile, backupId: string | null): Promise<void> {
    const services = this.#services
    try {
      // The last look before anything becomes visible.
      await this.#reporter.confirm()
      await written.file.publish()
    } catch (error) {
      await written.file.discard()
      throw error
    }
    await completeBackupRow(services, backupId, { ...name, sizeBytes: written.sizeBytes })
    const isDone = await services.ledger.done(this.#export.id, this.#run.number, {
      ...name,
      sizeBytes: written.sizeBytes,
      expiresAt: new Date(Date.now() + services.config.exports.retentionDays * DAY_MS),
      missingFiles: written.missingFiles,
      missingFileNames: written.missingFileNames,
    })
    if (isDone) return
    await services.storage.delete(name.storageKey)
    throw new RunOverError()
  }

  async #finished(): Promise<RunEnd> {
    const record = await this.#services.ledger.get(this.#export.id)
    if (record === null) return { kind: 'over' }
    if (record.backupId !== null) {
      await destroyOlderBackups(this.#services, record.userId, record.backupId)
    }
    return { kind: 'done', export: record }
  }

  async #giveUp(error: unknown): Promise<RunEnd> {
    const { signal, logger } = this.#context
    if (error instanceof RunOverError) {
      logger.info({ export_id: this.#export.id }, error.message)
      return { kind: 'over' }
    }
    if (signal.aborted) {
      await this.#noteInterruption()
      throw signal.reason
    }
    throw explainFailure(error, await this.#scene(), this.#failedRun())
  }

  async #noteInterruption(): Promise<void> {
    const { ledger } = this.#services
    try {
      await ledger.interrupted(this.#export.id, this.#run.number, this.#reporter.stage)
    } catch (error) {
      // The job goes back to its queue all the same, and the next run closes this one.
      this.#context.logger.warn({ err: error }, 'An interruption could not be noted.')
    }
  }

  #failedRun(): FailedRunOf {
    return {
      exportId: this.#export.id,
      run: this.#run.number,
      stage: this.#reporter.stage,
      worker: this.#worker,
    }
  }

  async #scene(): Promise<FailureScene> {
    const { config, storage } = this.#services
    const isBackup = this.#export.type === 'backup'
    return {
      member: `@${this.#export.username}`,
      stage: this.#reporter.stage,
      folder: isBackup ? config.media.root : config.exports.directory,
      folderVariable: isBackup ? 'PAPERCLIP_ROOT_PATH' : 'HOWDAH_DATA',
      freeBytes: await storage.freeBytes().catch(() => null),
      neededBytes: this.#neededBytes,
      statementTimeoutMs: config.database.statementTimeoutMs,
    }
  }
}
