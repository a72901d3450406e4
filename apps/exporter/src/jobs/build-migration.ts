/** The migration export: the lists that a member takes along, as the tables Mastodon imports. */
import { csvText } from '../archive/csv.ts'
import { migrationReadme } from '../archive/migration-readme.ts'
import type { ZipWriter } from '../archive/zip-writer.ts'
import type { CsvKind, ExportSource } from '../mastodon/export-source.ts'
import type { BuildProgress, Omissions } from './writing.ts'

/** Mastodon's own file names, by which its import guesses what a file holds. */
const LISTS: readonly CsvKind[] = [
  'following_accounts',
  'followers',
  'lists',
  'muted_accounts',
  'blocked_accounts',
  'blocked_domains',
  'bookmarks',
]

export interface MigrationInput {
  readonly source: ExportSource
  /** `ada@example.social` */
  readonly address: string
  readonly progress: BuildProgress
  readonly now: Date
}

export async function buildMigration(zip: ZipWriter, input: MigrationInput): Promise<Omissions> {
  const { source, progress, now } = input
  for (const [done, kind] of LISTS.entries()) {
    progress.report('lists', done, LISTS.length)
    progress.signal.throwIfAborted()
    const text = csvText(source.csv(kind, { signal: progress.signal }))
    await zip.add(`${kind}.csv`, text, { compress: true, modifiedAt: now })
  }
  progress.report('lists', LISTS.length, LISTS.length)
  const readme = Buffer.from(migrationReadme({ address: input.address, madeAt: now }))
  await zip.add('README.txt', readme, { compress: true, modifiedAt: now })
  return { missingFiles: 0, missingFileNames: [] }
}
