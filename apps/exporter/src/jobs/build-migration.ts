/** The migration export: the lists that a member takes along, as the tables Mastodon imports. */
import { csvText } from '../archive/csv.ts'
import { migrationReadme } from '../archive/migration-readme.ts'
import type { ZipWriter } from '../archive/zip-writer.ts'
import { CSV_KINDS, type ExportSource } from '../mastodon/export-source.ts'
import type { Step } from './steps.ts'
import type { BuildProgress } from './writing.ts'

export interface MigrationInput {
  readonly source: ExportSource
  /** `ada@example.social` */
  readonly address: string
  readonly progress: BuildProgress
  /** When the archive was begun. */
  readonly now: Date
}

/** What building it consists of. */
export function migrationSteps(input: MigrationInput): readonly Step[] {
  return [{ name: 'lists', run: (zip) => addLists(zip, input) }]
}

async function addLists(zip: ZipWriter, input: MigrationInput): Promise<void> {
  const { source, progress, now } = input
  for (const [done, kind] of CSV_KINDS.entries()) {
    progress.report('lists', done, CSV_KINDS.length)
    progress.signal.throwIfAborted()
    // Mastodon's import guesses what a file holds from its name: these are the names it knows.
    const text = csvText(source.csv(kind, { signal: progress.signal }))
    await zip.add(`${kind}.csv`, text, { compress: true, modifiedAt: now })
  }
  progress.report('lists', CSV_KINDS.length, CSV_KINDS.length)
  const readme = Buffer.from(migrationReadme({ address: input.address, madeAt: now }))
  await zip.add('README.txt', readme, { compress: true, modifiedAt: now })
}
