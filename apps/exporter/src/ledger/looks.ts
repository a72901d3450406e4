/**
 * Looks at what is another person's: the arguments of their jobs, their address, their archive. Each
 * is written into the audit before it is shown, with who, what, whose and on which page.
 *
 * A page that refreshes itself must not fill the table: of one viewer, one page and one thing one line
 * in a quarter of an hour is enough. Each process remembers that for itself, so a look costs one
 * insert at most and mostly none.
 */
import type { Kysely } from 'kysely'
import { writeAudit } from './audit.ts'
import type { LedgerDatabase } from './tables.ts'

/** What of another person was shown. */
export type LookedAt = 'arguments' | 'addresses' | 'archive'

export interface Look {
  /** Who looks: a user name. */
  readonly actor: string
  readonly what: LookedAt
  /** The path of the page. */
  readonly page: string
  /** Each thing by its names, the first of which tells it apart: `['job 5f1c…', '@ada']`. */
  readonly things: readonly (readonly [string, ...string[]])[]
}

/** The verb in the audit. */
export const LOOKED_AT: Readonly<Record<LookedAt, string>> = {
  arguments: 'looked at arguments',
  addresses: 'looked at addresses',
  archive: 'looked at an archive',
}

export const LOOK_AGAIN_MS = 15 * 60_000

/** Things remembered; more are forgotten early and written again, which is only longer, not wrong. */
const MOST_REMEMBERED = 50_000

/** The summary names so many of what was seen; all are in `subjects`. */
const NAMED = 3

interface Remembered {
  readonly atMs: number
  /** The insert, perhaps still under way: nobody is shown anything before it is done. */
  readonly written: Promise<void>
}

/** Writes looks down. One a process. */
export class Looks {
  readonly #db: Kysely<LedgerDatabase>
  readonly #remembered = new Map<string, Remembered>()

  constructor(db: Kysely<LedgerDatabase>) {
    this.#db = db
  }

  /** Resolves when the look is in the audit. Rejects when it cannot be written: show nothing then. */
  async record(look: Look, nowMs = Date.now()): Promise<void> {
    const keyOf = ([name]: Look['things'][number]): string =>
      JSON.stringify([look.actor, look.what, look.page, name])
    const pending: Promise<void>[] = []
    const fresh = look.things.filter((thing) => {
      const known = this.#remembered.get(keyOf(thing))
      if (known === undefined || nowMs - known.atMs >= LOOK_AGAIN_MS) return true
      pending.push(known.written)
      return false
    })
    if (fresh.length > 0) {
      const written = this.#write({ ...look, things: fresh })
      this.#remember(fresh.map(keyOf), { atMs: nowMs, written })
      pending.push(written)
    }
    await Promise.all(pending)
  }

  #remember(keys: readonly string[], line: Remembered): void {
    for (const key of keys) {
      this.#remembered.delete(key)
      this.#remembered.set(key, line)
    }
    line.written.catch(() => {
      for (const key of keys) {
        if (this.#remembered.get(key) === line) this.#remembered.delete(key)
      }
    })
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= MOST_REMEMBERED) return
      this.#remembered.delete(oldest)
    }
  }

  #write({ actor, what, page, things }: Look): Promise<void> {
    const named = things.slice(0, NAMED).map((names) => names.toReversed().join(' '))
    const rest = things.length - named.length
    return writeAudit(this.#db, {
      actor,
      action: LOOKED_AT[what],
      target: rest === 0 ? named.join(', ') : `${named.join(', ')} and ${rest} more`,
      page,
      subjects: [...new Set(things.flat())],
    })
  }
}
