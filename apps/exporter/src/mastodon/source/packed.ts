/**
 * Rows of a statement as one text, for statements that give thousands of rows: each column is a field
 * between tabs. Decoding a row of forty columns one by one, as `pg` does, took longer than writing the
 * post it becomes.
 *
 * Texts travel as JSON strings, which never hold a control character; NULL is an empty field. Rows of
 * another table that belong to the row are one field, with other control characters between theirs.
 */
import { type RawBuilder, sql } from 'kysely'
import type { JsonValue } from '../tables/columns.ts'

/** What a statement gives: its fields, in the order in which they are read. */
export interface PackedStatement {
  readonly fields: readonly RawBuilder<unknown>[]
  /** Everything from FROM on. */
  readonly from: RawBuilder<unknown>
}

/** A column that is never text of people's or of other servers: a number, a flag, a time. */
export function plain(column: string): RawBuilder<unknown> {
  return sql.raw(column)
}

/** A text column. */
export function text(column: string | RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`to_json(${typeof column === 'string' ? sql.raw(column) : column}::text)`
}

/** A column that is an array of texts, or of what is to be read as such. */
export function list(column: string): RawBuilder<unknown> {
  return sql`to_json(${sql.raw(column)}::text[])`
}

/** A point in time, which `FieldReader.moment` reads; making its text here would take twice as long. */
export function moment(column: string): RawBuilder<unknown> {
  return sql`to_json(${sql.raw(column)})`
}

/** Fields of what most rows do not have, as one field, which `FieldReader.group` reads. */
export function group(
  fields: readonly RawBuilder<unknown>[],
  condition: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`CASE WHEN ${condition} THEN ${grouped(fields)} END`
}

/** The same for the one row of another table. */
export function groupFrom({ fields, from }: PackedStatement): RawBuilder<unknown> {
  return sql`(SELECT ${grouped(fields)} ${from} LIMIT 1)`
}

/** Among the fields may be rows of another table. */
function grouped(fields: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`concat(${sql.join(fields, sql`, E'\x04', `)})`
}

/**
 * Rows of another table that belong to the row, as one field; NULL where there are none.
 *
 * The first field is an id, by which {@link FieldReader.rows} puts them in order: PostgreSQL prepares a
 * sort for every post, also for those without rows, which took it a third of a page's time.
 */
export function nested({ fields, from }: PackedStatement): RawBuilder<unknown> {
  const row = sql`concat(${sql.join(fields, sql`, E'\x01', `)})`
  return sql`(SELECT string_agg(${row}, E'\x02') ${from})`
}

/** The one row of another table that belongs to the row, as one field. */
export function single({ fields, from }: PackedStatement): RawBuilder<unknown> {
  return sql`(SELECT concat(${sql.join(fields, sql`, E'\x01', `)}) ${from})`
}

/** A row: its fields, which {@link FieldReader} reads, and a long text as it is. */
export interface PackedLine {
  readonly line: string
  readonly text: string
}

/**
 * Each row as one line and its text. As a JSON string the text would take PostgreSQL longer than all that
 * is looked up for the row.
 */
export function selectLines({
  fields,
  from,
  text: long,
}: PackedStatement & { readonly text: RawBuilder<unknown> }): RawBuilder<PackedLine> {
  const line = sql`concat(${sql.join(fields, sql`, E'\t', `)})`
  return sql<PackedLine>`SELECT ${line} AS line, ${long} AS text ${from}`
}

/** A row that PostgreSQL has written as it lies in a file. */
export interface WrittenLine {
  readonly line: string
  readonly id: string
}

/**
 * Rows as texts, for what PostgreSQL can write as well as read. One text of the whole page would take
 * less time, but texts of that size stay in memory until V8 collects all of it.
 * @param options.row text of a row, not NULL
 * @param options.id the column that the rows are put in order by
 */
export function selectWritten(options: {
  readonly row: RawBuilder<unknown>
  readonly from: RawBuilder<unknown>
  readonly id: string
}): RawBuilder<WrittenLine> {
  const { row, from, id } = options
  return sql<WrittenLine>`
    SELECT ${row} AS line, ${sql.raw(id)} AS id ${from} ORDER BY ${sql.raw(id)}`
}

/**
 * The rows of a result, which has none of them afterwards. What `pg` keeps of one statement leads to the
 * next one's, and V8 spares whatever something old leads to, dead or not: every row of an account
 * outlived the collections of young objects and had to wait for one of the whole heap.
 */
export function taken<Row>(rows: Row[]): readonly Row[] {
  return rows.splice(0)
}

/**
 * The beginning of statements that are run again and again with other parameters. A connection that may
 * prepares them once: planning one takes PostgreSQL as long as a third of its page.
 */
export const KEPT_STATEMENT = '/* kept */ '

/** Ids are too great for numbers: the longer one is the greater one. */
function byId(one: string, other: string): number {
  const [a = '', b = ''] = [one.split('\x01', 1)[0], other.split('\x01', 1)[0]]
  return a.length - b.length || (a < b ? -1 : 1)
}

/** Goes from field to field. */
export class FieldReader {
  readonly #fields: readonly string[]
  #at = 0

  constructor(line: string, separator = '\t') {
    this.#fields = line.split(separator)
  }

  skip(fields: number): void {
    this.#at += fields
  }

  /** A number or time as it stands; "" for NULL. */
  next(): string {
    const field = this.#fields[this.#at] ?? ''
    this.#at += 1
    return field
  }

  /** A number or time as it stands. */
  plain(): string | null {
    const field = this.next()
    return field === '' ? null : field
  }

  /** "2026-11-23T19:07:10Z" */
  moment(): string | null {
    const field = this.next()
    if (field === '') return null
    const fraction = field.indexOf('.')
    return `${field.slice(1, fraction === -1 ? -1 : fraction)}Z`
  }

  number(): number | null {
    const field = this.next()
    return field === '' ? null : Number(field)
  }

  flag(): boolean | null {
    const field = this.next()
    return field === '' ? null : field === 't'
  }

  text(): string | null {
    const field = this.next()
    if (field === '') return null
    return field.includes('\\') ? (JSON.parse(field) as string) : field.slice(1, -1)
  }

  list(): readonly string[] | null {
    const field = this.next()
    return field === '' ? null : (JSON.parse(field) as readonly string[])
  }

  /** Rows of another table, by their first field. */
  rows<Row>(read: (fields: FieldReader) => Row): readonly Row[] {
    const field = this.next()
    if (field === '') return []
    const rows = field.split('\x02')
    if (rows.length > 1) rows.sort(byId)
    return rows.map((row) => read(new FieldReader(row, '\x01')))
  }

  /** Fields of what most rows do not have. */
  group<Row>(read: (fields: FieldReader) => Row): Row | null {
    const field = this.next()
    return field === '' ? null : read(new FieldReader(field, '\x04'))
  }

  /** A row of another table. */
  row<Row>(read: (fields: FieldReader) => Row): Row | null {
    const field = this.next()
    return field === '' ? null : read(new FieldReader(field, '\x01'))
  }

  /** A text column that holds JSON. */
  json(): JsonValue {
    const found = this.text()
    return found === null ? null : (JSON.parse(found) as JsonValue)
  }
}
