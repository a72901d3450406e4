/**
 * Operations: something done to all exports that fit a filter, in the background, a slice at a time.
 *
 * The table keeps what is wanted and how far it is, so an operation outlives its process: another
 * one goes on after the last slice that was finished. Doing a part of a slice twice does no harm, as
 * an export that was queued again, cancelled or deleted cannot be a second time.
 */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Kysely } from 'kysely'
import { writeAudit } from './audit.ts'
import {
  type OperationRecord,
  type OperationWish,
  statesFor,
  toOperation,
} from './operation-record.ts'
import {
  claimOperation,
  insertOperation,
  listOperations,
  markAborted,
  markDone,
  noteProblem,
  type OperationRow,
  readOperation,
  releaseOperation,
  saveSlice,
  silentOperations,
  type SliceProgress,
} from './operation-rows.ts'
import { selectExports } from './reading.ts'
import type { ActionResult } from './requests.ts'
import type { ExportService } from './requests.ts'
import { matches } from './schedule.ts'
import { type LedgerDatabase, toExportRecord } from './tables.ts'
import type { ExportFilter, ExportRecord, OperationAction } from './types.ts'

export interface OperationsOptions {
  readonly db: Kysely<LedgerDatabase>
  readonly exports: ExportService
  readonly onError: (error: unknown) => void
}

/** Seldom enough to cost nothing, often enough to be seen growing. */
const SLICE = 50
/** A slice that takes longer ends early: somebody watches, and may abort. */
const SLICE_MS = 500
/** At the same time, so that a page still gets a connection of the pool. */
const AT_ONCE = 2

/** Begins, works off and aborts operations. One a process. */
export class ExportOperations {
  readonly #options: OperationsOptions
  readonly #owner = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`
  readonly #running = new Map<string, Promise<void>>()
  /** Ended by somebody here while they run here. */
  readonly #aborted = new Set<string>()
  #isStopping = false

  constructor(options: OperationsOptions) {
    this.#options = options
  }

  /** Begins; this process works on it at once. @returns its id; null when there is nothing to do */
  async start(wish: OperationWish): Promise<string | null> {
    const { db } = this.#options
    if (statesFor(wish.action, wish.filter).length === 0) return null
    const total = await this.#count(wish.action, wish.filter)
    if (total === 0) return null
    const id = await insertOperation(db, { ...wish, total })
    await this.#audit(id, wish, `${total} at the beginning`)
    this.run(id)
    return id
  }

  get(id: string): Promise<OperationRecord | null> {
    return readOperation(this.#options.db, id)
  }

  /** The newest ones. */
  list(): Promise<readonly OperationRecord[]> {
    return listOperations(this.#options.db)
  }

  /** Does it to one export, as an operation does it to many. */
  perform(
    action: OperationAction,
    id: string,
    { actor, reason }: { readonly actor: string; readonly reason: string },
  ): Promise<ActionResult> {
    const { exports } = this.#options
    if (action === 'retry') return exports.retryNow(id, actor, reason)
    return action === 'cancel'
      ? exports.cancel(id, actor, reason)
      : exports.deleteFile(id, actor, reason)
  }

  /**
   * Ends it: what this process has begun is over by the answer, another one notices after its slice.
   *
   * @returns false when it had ended already
   */
  async abort(id: string, by: string): Promise<boolean> {
    if (!(await markAborted(this.#options.db, id))) return false
    await writeAudit(this.#options.db, {
      actor: by,
      action: 'aborted an operation',
      target: `operation ${id}`,
    })
    await this.#halt(id)
    return true
  }

  async #halt(id: string): Promise<void> {
    this.#aborted.add(id)
    await this.#running.get(id)
    this.#aborted.delete(id)
  }

  /** Goes on with what nobody works on. */
  async takeOver(): Promise<void> {
    for (const id of await silentOperations(this.#options.db)) this.run(id)
  }

  /** Works on an operation unless somebody does already. Never throws. */
  run(id: string): void {
    if (this.#isStopping || this.#running.has(id)) return
    const ended = this.#work(id)
      .catch((error: unknown) => this.#fail(id, error))
      .finally(() => this.#running.delete(id))
    this.#running.set(id, ended)
  }

  /** When all that runs here now has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#running.values())
  }

  /** Ends after the slices under way; other processes go on. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.settled()
  }

  async #count(action: OperationAction, filter: ExportFilter): Promise<number> {
    const row = await this.#options.db
      .selectFrom('howdah.exports as e')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('e.state', 'in', statesFor(action, filter))
      .where(matches(filter))
      .executeTakeFirst()
    return Number(row?.count ?? 0)
  }

  async #work(id: string): Promise<void> {
    const { db } = this.#options
    const own = { id, owner: this.#owner }
    let row = await claimOperation(db, id, this.#owner)
    while (row !== null && !this.#isStopping) {
      const slice = await this.#slice(row)
      if (slice.length === 0) return this.#end(id)
      row = await saveSlice(db, own, await this.#actOn(slice, toOperation(row)))
    }
    await releaseOperation(db, id, this.#owner)
  }

  async #slice(row: OperationRow): Promise<readonly ExportRecord[]> {
    const { action, filter } = toOperation(row)
    const rows = await selectExports(this.#options.db)
      .where('e.state', 'in', statesFor(action, filter))
      .where(matches(filter))
      .where('e.id', '>', row.cursor)
      .where('e.id', '<=', row.up_to)
      .orderBy('e.id')
      .limit(SLICE)
      .execute()
    return rows.map(toExportRecord)
  }

  async #actOn(
    slice: readonly ExportRecord[],
    { id, action, by, reason }: OperationRecord,
  ): Promise<SliceProgress> {
    const endMs = performance.now() + SLICE_MS
    const done = { cursor: '0', looked: 0, changed: 0 }
    while (done.looked < slice.length) {
      const some = slice.slice(done.looked, done.looked + AT_ONCE)
      const results = await Promise.all(
        some.map((one) => this.perform(action, one.id, { actor: by, reason })),
      )
      done.cursor = some.at(-1)?.id ?? done.cursor
      done.looked += some.length
      done.changed += results.filter(({ kind }) => kind === 'changed').length
      if (this.#aborted.has(id) || performance.now() > endMs) break
    }
    return done
  }

  async #end(id: string): Promise<void> {
    const operation = await markDone(this.#options.db, id)
    if (operation === null) return
    await this.#audit(id, operation, `${operation.changed} of ${operation.total}`)
  }

  /** It stands still until somebody takes it over, and says why. */
  async #fail(id: string, error: unknown): Promise<void> {
    this.#options.onError(error)
    const { db, onError } = this.#options
    const problem = error instanceof Error ? error.message : String(error)
    await noteProblem(db, { id, owner: this.#owner }, problem).catch(onError)
  }

  #audit(id: string, wish: OperationWish, result: string): Promise<void> {
    return writeAudit(this.#options.db, {
      actor: wish.by,
      action: AUDIT_VERBS[wish.action],
      target: `operation ${id}`,
      reason: wish.reason,
      detail: result,
    })
  }
}

const AUDIT_VERBS: Readonly<Record<OperationAction, string>> = {
  retry: 'queued many exports again',
  cancel: 'cancelled many exports',
  'delete-file': 'deleted the files of many exports',
}
