/**
 * Works off operations in the background of this server, and takes over those whose server died.
 */

import { hostname } from 'node:os'
import { Operations } from '@howdah/engine/api'
import type { JobRecord, OperationRecord, SetEntry } from '@howdah/engine/api'
import type { ConsoleOptions } from '../options.ts'
import { Redactor } from '../redaction/redactor.ts'
import { fits, parseQuery } from '../search/query.ts'

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
    await Operations.work(redis, id, {
      owner: this.#owner,
      accept: acceptFor(record.query, new Redactor(this.#options.redaction)),
      onMoved: (entries) => this.#report(record, entries),
    })
  }

  /** The host learns of every job, slice by slice. */
  async #report(record: OperationRecord, entries: readonly SetEntry[]): Promise<void> {
    const options = this.#options
    try {
      await options.onAction?.({
        viewer: { name: record.by, canAct: true },
        action: record.action,
        jids: entries.map(({ jid }) => jid),
        count: entries.length,
        from: record.set,
        to: record.action === 'delete' ? null : 'queue',
        operation: record.id,
        reason: record.reason,
      })
    } catch (error) {
      options.onError?.(error) // What is moved is moved; the host must not hold up the rest.
    }
  }
}

/** What the search shows for the query is what the operation acts on. */
function acceptFor(query: string, redactor: Redactor) {
  const terms = parseQuery(query)
  if (terms.length === 0) return () => true
  return (job: JobRecord) => fits(terms, redactor.job(job), redactor.json(job.raw))
}
