/** SQL for the owner of the database: a role that may do what Howdah does, and no more. */
import type { Kysely } from 'kysely'
import { grantsFor, quote } from '../mastodon/rights.ts'

export interface DatabaseWish {
  readonly database: string
  /** The role that the settings name. */
  readonly role: string
  readonly statementTimeoutMs: number
}

export const OWN_ROLE = 'howdah'

/** Mastodon's role owns all tables; any other one was made for Howdah. */
export function isOwnRole({ role }: Pick<DatabaseWish, 'role'>): boolean {
  return role !== 'mastodon' && role !== 'postgres'
}

/** Everything for a role of its own, as one script that may be run again. */
export async function roleScript<DB>(db: Kysely<DB>, wish: DatabaseWish): Promise<string> {
  const role = quote(isOwnRole(wish) ? wish.role : OWN_ROLE)
  const limit = `${Math.round(wish.statementTimeoutMs / 1_000)}s`
  return [
    `DO $$ BEGIN CREATE ROLE ${role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;`,
    `ALTER ROLE ${role} IN DATABASE ${quote(wish.database)} SET statement_timeout = '${limit}';`,
    `CREATE SCHEMA IF NOT EXISTS howdah;`,
    `ALTER SCHEMA howdah OWNER TO ${role};`,
    OWNERSHIP.replaceAll('ROLE_NAME', role),
    ...(await grantsFor(db, isOwnRole(wish) ? wish.role : OWN_ROLE)),
    '',
  ].join('\n')
}

/** Tables that were made by another role before. */
const OWNERSHIP = `DO $$ DECLARE name regclass; BEGIN
  FOR name IN SELECT oid FROM pg_class WHERE relnamespace = 'howdah'::regnamespace AND relkind = 'r'
  LOOP EXECUTE format('ALTER TABLE %s OWNER TO ROLE_NAME', name); END LOOP;
END $$;`
