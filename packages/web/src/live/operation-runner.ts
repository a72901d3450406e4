/**
 * Works off operations in the background of this server, and takes over those whose server died.
 */

import { hostname } from 'node:os'
import { Operations } from '@howdah/engine/api'
import type { OperationRecord, RestoredJob } from '@howdah/engine/api'
import type { ConsoleAction, ConsoleOptions } from '../options.ts'
import { Redactor } from '../redaction/redactor.ts'
import { fits, literalsOf, parseQuery } from '../search/query.ts'

/** One runner a console. */
export class OperationRunner {
  readonly #options: ConsoleOptions
  readonly #owner = `${hostname()}:${process.pid}:${crypto.randomUUID().slice(0, 8)}`
  readonly #running = new Map<string, Promise<void>>()

  constructor(options: ConsoleOptions) {
    this.#options = options
  }

  /** Goes on with an operation, unless somebody does already. Never throws. */
  run(id: string): void {
    if (this.#running.has(id)) return
    const ended = this.#work(id)
      .catch((error: unknown) => this.#options.onError?.(error))
      .finally(() => this.#running.delete(id))
    this.#running.set(id, ended)
  }

  /** Takes over what nobody works on. */
  async takeOver(): Promise<void> {
    for (const id of await Operations.unowned(this.#options.redis)) this.run(id)
  }

  /** When all that runs here now has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#running.values())
  }

  async #work(id: string): Promise<void> {
    const { redis } = this.#options
    const record = await Operations.fetch(redis, id)
    if (record === null) return
    const terms = parseQuery(record.query)
    const redactor = new Redactor(this.#options.redaction)
    await Operations.work(redis, id, {
      owner: this.#owner,
      texts: literalsOf(terms),
      // What the search shows for the query is what the operation acts on.
      accept: (job) => fits(terms, job, redactor),
      onMoved: (jobs) => this.#report(record, movedBy(record), jobs),
      onRestored: (jobs) => this.#reportRestored(record, jobs),
    })
  }

  #reportRestored(record: OperationRecord, jobs: readonly RestoredJob[]): Promise<void> {
    const dueAt = new Map(jobs.flatMap(({ jid, dueAt: at }) => (at === null ? [] : [[jid, at]])))
    const done = {
      action: 'undo',
      from: `operation:${record.id}`,
      to: record.place,
      dueAt,
    } as const
    return this.#report({ ...record, by: record.undoneBy || record.by }, done, jobs)
  }

  /** The host learns of every job, slice by slice. */
  async #report(
    { id, by, reason }: OperationRecord,
    done: Omit<ConsoleAction, 'viewer' | 'jids' | 'count' | 'operation'>,
    jobs: readonly { readonly jid: string }[],
  ): Promise<void> {
    const options = this.#options
    try {
      await options.onAction?.({
        viewer: { name: by, canAct: true },
        jids: jobs.map(({ jid }) => jid),
        count: jobs.length,
        operation: id,
        reason,
        ...done,
      })
    } catch (error) {
      options.onError?.(error) // What is moved is moved; the host must not hold up the rest.
    }
  }
}

/** What an operation does to its jobs, as the host is told. */
function movedBy({ action, place }: OperationRecord) {
  const to = { delete: null, kill: 'dead', retry: 'queue', 'run-now': 'queue' }[action]
  return { action, from: place, to }
}
