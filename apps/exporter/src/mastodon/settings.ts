/** Mastodon's table `settings`: one YAML scalar a row, written by its administration pages. */
import type { Kysely } from 'kysely'
import type { MastodonDatabase } from './tables.ts'

/** What Mastodon uses when the row is absent. */
const DEFAULT_BACKUP_RETENTION_DAYS = 7

/** How many days archives are kept; null means for ever (the setting is empty, zero or negative). */
export async function readBackupRetentionDays(
  db: Kysely<MastodonDatabase>,
): Promise<number | null> {
  // A role named like our schema would find our own table of this name first.
  const row = await db
    .withSchema('public')
    .selectFrom('settings')
    .select('value')
    .where('var', '=', 'backups_retention_period')
    .executeTakeFirst()
  if (row === undefined) return DEFAULT_BACKUP_RETENTION_DAYS
  const days = Number.parseInt(yamlScalar(row.value ?? ''), 10)
  return days > 0 ? days : null
}

/** "--- 7\n" → "7", "--- '7'\n...\n" → "7" */
function yamlScalar(yaml: string): string {
  const text = yaml
    .replace(/^---[ \t]*/, '')
    .replace(/\n\.\.\.\s*$/, '')
    .trim()
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text
}
