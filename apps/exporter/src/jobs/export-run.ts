/**
 * One run of one export, from the disk check to the mail.
 *
 * What is visible changes in this order, so that a crash at any point leaves something the next run
 * or the upkeep can finish: unfinished file noted → file complete and checked → file published →
 * Mastodon's row completed → ledger done → older archives gone → member told.
 *
 * A run that ends early leaves its unfinished file to the next one, which goes on with it; only
 * when no run will follow is it deleted.
 */
import type { JobContext } from '@howdah/engine'
import { withGrownHeap } from '../bound-heap.ts'
import { estimateBytes } from '../ledger/policy.ts'
import type { ExportRecord, Run, VerifiedArchive } from '../ledger/types.ts'
import { ExportSource, type ExportCounts } from '../mastodon/export-source.ts'
import { findMember, type Member } from '../mastodon/members.ts'
import type { Services } from '../services.ts'
import { archiveSteps } from './archive-steps.ts'
import type { ArchiveName } from './archive-names.ts'
import { noteArchive } from './archive-parts.ts'
import { completeBackupRows, destroyOlderBackups, ensureBackupRow } from './backup-rows.ts'
import { diskTooSmall, memberMissing } from './errors.ts'
import { bytesWritten, findPublished, nameArchive } from './earlier-run.ts'
import { keepUntil } from './keep-until.ts'
import { removeArchive } from './leftovers.ts'
import { checkBefore } from './preflight.ts'
import { readingDatabase } from './reading-database.ts'
import { type RunEnd, RunEnding } from './run-ending.ts'
import { RunOverError, RunReporter } from './run-reporter.ts'
import type { Step } from './steps.ts'
import { writeArchive, type ArchiveHead, type Reopened, type WrittenFile } from './writing.ts'

export interface ExportRunOptions {
  readonly services: Services
  readonly run: Run
  readonly context: JobContext
  /** Identity of this process. */
  readonly worker: string
}

export class ExportRun {
  readonly #services: Services
  readonly #run: Run
  readonly #context: JobContext
  readonly #reporter: RunReporter
  readonly #ending: RunEnding
  #uploadedBytes: number | null = null
  /** True once the story says what became of the file of the run before. */
  #isReopened = false

  constructor({ services, run, context, worker }: ExportRunOptions) {
    this.#services = services
    this.#run = run
    this.#context = context
    this.#reporter = new RunReporter({
      ledger: services.ledger,
      exportId: run.export.id,
      run: run.number,
      signal: context.signal,
      onProgress: (progress) => context.progress(progress),
      logger: context.logger,
    })
    this.#ending = new RunEnding({ services, run, context, worker, reporter: this.#reporter })
  }

  /**
   * @throws the reason of the job's signal when the process stops, else an `ExportFailure`
   */
  perform(): Promise<RunEnd> {
    return withGrownHeap(() => this.#perform())
  }

  async #perform(): Promise<RunEnd> {
    try {
      await this.#build()
      return await this.#finished()
    } catch (error) {
      return await this.#ending.endEarly(error)
    } finally {
      this.#reporter.stop()
    }
  }

  async #build(): Promise<void> {
    this.#reporter.report('count', 0, null)
    const member = await this.#findMember()
    const backupId = await ensureBackupRow(this.#services, this.#export)
    const { storage } = this.#services
    const earlier = await findPublished(storage, this.#run, backupId)
    if (earlier.whole !== null) {
      const { name, archive } = earlier.whole
      await storage.forget(name.storageKey)
      return this.#complete(name, archive, backupId)
    }
    const source = await this.#sourceOf(member)
    const counts = await source.counts()
    const name = await nameArchive(storage, this.#run, backupId)
    await this.#checkBefore(counts, name)
    await this.#notePartial(name)
    const contents = { member, source, counts }
    const written = await this.#write(name, contents, earlier.parts)
    await this.#publish(name, written, backupId)
    this.#tellStages(written)
  }

  #tellStages({ sizeBytes }: WrittenFile): void {
    const stage_ms = this.#reporter.stageTimes()
    const facts = { export_id: this.#export.id, size_bytes: sizeBytes, stage_ms }
    this.#context.logger.info(facts, 'The archive is published.')
  }

  get #export(): ExportRecord {
    return this.#run.export
  }

  async #findMember(): Promise<Member> {
    const member = await findMember(this.#services.db, { userId: this.#export.userId })
    if (member === null) throw memberMissing(this.#export.userId, this.#ending.failedRun())
    return member
  }

  async #sourceOf(member: Member): Promise<ExportSource> {
    const { instance } = this.#services
    const db = await readingDatabase(this.#services, this.#run)
    return ExportSource.open({ db, instance, member })
  }

  async #checkBefore(counts: ExportCounts, name: ArchiveName): Promise<void> {
    const writtenBytes = await bytesWritten(this.#services.storage, this.#run, name)
    const neededBytes = Math.max(0, estimateBytes(this.#export, counts) - writtenBytes)
    this.#ending.neededBytes = neededBytes
    const freeBytes = await this.#services.storage.freeBytes(name.storageKey)
    if (freeBytes !== null && freeBytes < BigInt(neededBytes)) {
      throw diskTooSmall(await this.#ending.scene(), this.#ending.failedRun())
    }
    const { type, id: exportId } = this.#export
    const found = { type, neededBytes, freeBytes }
    const detail = await checkBefore(this.#services, found)
    if (this.#run.number > 1) return
    await this.#services.ledger.audit({ actor: 'worker', action: 'checked', detail, exportId })
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
    published: ReadonlySet<number>,
  ): Promise<WrittenFile> {
    const { storage } = this.#services
    return writeArchive({
      storage,
      key: name.storageKey,
      progress: this.#reporter,
      begin: () => this.#begin(from.source),
      steps: (head) => this.#steps(from, head),
      onReopened: (reopened) => this.#noteReopened(reopened),
      // However often a large one takes its process down, it comes to its end.
      onAdvanced: this.#context.advanced,
      afterFailure: 'keep',
      partBytes: this.#services.config.exports.partBytes,
      published,
    })
  }

  #steps(
    from: { member: Member; source: ExportSource; counts: ExportCounts },
    head: ArchiveHead,
  ): readonly Step[] {
    const kind = this.#export
    return archiveSteps(this.#services, { ...from, kind, head, progress: this.#reporter })
  }

  async #begin(source: ExportSource): Promise<ArchiveHead> {
    if (this.#run.leftoverKey !== null && !this.#isReopened) {
      await this.#noteReopened({ kind: 'anew', reason: { code: 'other-machine' } })
    }
    const begunAt = new Date().toISOString()
    return { begunAt, bounds: await source.bounds(), server: source.server }
  }

  async #noteReopened(reopened: Reopened): Promise<void> {
    this.#isReopened = true
    const resumed = reopened.kind === 'resumed'
    await this.#services.ledger.audit({
      actor: 'worker',
      action: resumed ? 'resumed' : 'started over',
      detail: resumed
        ? { code: 'resumed', step: reopened.step, bytes: reopened.sizeBytes }
        : reopened.reason,
      exportId: this.#export.id,
    })
  }

  async #publish(name: ArchiveName, written: WrittenFile, backupId: string | null): Promise<void> {
    let archive: VerifiedArchive | null
    try {
      // The last look before anything becomes visible.
      await this.#reporter.confirm()
      archive = await noteArchive(this.#services, this.#run, { name, written, backupId })
      if (archive === null) throw new RunOverError()
      await written.file.publish({
        ...(archive.parts.length > 0 && { keys: archive.parts.map((part) => part.storageKey) }),
        signal: this.#reporter.signal,
        onProgress: (done, total) => this.#noteUpload(done, total),
      })
    } catch (error) {
      await written.file.release()
      throw error
    }
    await this.#complete(name, archive, backupId)
  }

  #noteUpload(done: number, total: number): void {
    this.#reporter.report('upload', toMegabytes(done), toMegabytes(total))
    // What a run before has sent is counted at first.
    this.#uploadedBytes ??= done
    if (done > this.#uploadedBytes) this.#context.advanced()
  }

  /** The archive is visible: Mastodon's row and the ledger say so. */
  async #complete(
    name: ArchiveName,
    archive: VerifiedArchive,
    backupId: string | null,
  ): Promise<void> {
    const services = this.#services
    await completeBackupRows(services, backupId, { ...name, ...archive })
    const isDone = await services.ledger.done(this.#export.id, this.#run.number, {
      fileName: name.fileName,
      storageKey: archive.parts[0]?.storageKey ?? name.storageKey,
      sizeBytes: archive.sizeBytes,
      sha256: archive.sha256,
      missingFiles: archive.missingFiles,
      missingFileNames: archive.missingFileNames,
      missingFileReasons: archive.missingFileReasons,
      expiresAt: await keepUntil(services, { type: this.#export.type, backupId }),
    })
    if (isDone) return
    await removeArchive(services, { ...name, ...archive, backupId: null })
    throw new RunOverError()
  }

  async #finished(): Promise<RunEnd> {
    const record = await this.#services.ledger.get(this.#export.id)
    if (record === null) return { kind: 'over' }
    await destroyOlderBackups(this.#services, record)
    return { kind: 'done', export: record }
  }
}

/** Progress of an upload counts those; at least one, so that small ones move as well. */
function toMegabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000)
}
