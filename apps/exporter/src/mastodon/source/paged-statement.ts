/**
 * A statement that is run for page after page. It is built once: for each page that took as long as
 * writing a dozen of its posts.
 */
import type { CompiledQuery, Kysely, RawBuilder } from 'kysely'
import type { MastodonDatabase } from '../tables.ts'
import { KEPT_STATEMENT, taken } from './packed.ts'

/** Which page. */
export interface PagePlace {
  /** The last id of the page before; null for the first one. */
  readonly after: string | null
  /** Rows, at most. */
  readonly limit: number
}

/** Stands in a statement for the id of the page before, and is none. */
const ID_BEFORE = 'the id of the page before'

export class PagedStatement<Row> {
  readonly #db: Kysely<MastodonDatabase>
  readonly #build: (place: PagePlace) => RawBuilder<Row>
  readonly #built = new Map<string, CompiledQuery<Row>>()

  /**
   * @param build Makes the statement; its text may depend on whether there is a page before, and on the
   * limit, and the id may only be a parameter.
   */
  constructor(db: Kysely<MastodonDatabase>, build: (place: PagePlace) => RawBuilder<Row>) {
    this.#db = db
    this.#build = build
  }

  async rows({ after, limit }: PagePlace): Promise<readonly Row[]> {
    const query = this.#statement(after !== null, limit)
    const parameters = query.parameters.map((value) => (value === ID_BEFORE ? after : value))
    const { rows } = await this.#db.executeQuery<Row>({ ...query, parameters })
    return taken(rows)
  }

  #statement(isBehind: boolean, limit: number): CompiledQuery<Row> {
    const key = `${isBehind} ${limit}`
    const found = this.#built.get(key)
    if (found !== undefined) return found
    const built = this.#build({ after: isBehind ? ID_BEFORE : null, limit }).compile(this.#db)
    const kept = { ...built, sql: KEPT_STATEMENT + built.sql }
    this.#built.set(key, kept)
    return kept
  }
}
