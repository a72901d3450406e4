/**
 * `howdah export USERNAME`: builds one archive here and now, without Redis and without asking
 * anybody, for an administrator who hands it over in person.
 */
import { basename, dirname, resolve } from 'node:path'
import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { archiveName } from '../jobs/archive-names.ts'
import { archiveSteps } from '../jobs/archive-steps.ts'
import { formatBytes } from '../format-bytes.ts'
import { explainFailure } from '../jobs/errors.ts'
import { writeArchive, type WrittenFile } from '../jobs/writing.ts'
import { estimateBytes } from '../ledger/policy.ts'
import type { ExportKind } from '../ledger/types.ts'
import { ExportSource } from '../mastodon/export-source.ts'
import { openStores, type Stores } from '../services.ts'
import { LocalStorage } from '../storage/local-storage.ts'
import { envOption, loadConfig } from './environment.ts'
import { kindOf, type KindOptions, kindOptions } from './export-kind.ts'
import { createProcessLogger } from './logger.ts'
import { memberNamed } from './member-named.ts'
import { ProgressLine } from './progress-line.ts'
import { UsageError } from './usage-error.ts'

/** Others on the machine must not read what an administrator lays down for one person. */
const FILE_MODE = 0o600
const INTERRUPTED = 130

interface ExportOptions extends KindOptions {
  readonly env?: string
  readonly out?: string
}

export function exportCommand(): Command {
  const command = new Command('export')
    .description('build an archive of one member in the foreground')
    .argument('<username>', 'the member, with or without @')
  for (const option of kindOptions()) command.addOption(option)
  return command
    .option('--out <file>', 'where to write it (default: a new file in this folder)')
    .addOption(envOption())
    .action(async (username: string, options: ExportOptions) => runExport(username, options))
}

async function runExport(username: string, options: ExportOptions): Promise<void> {
  const kind = kindOf(options)
  const config = loadConfig(options.env)
  const path = resolve(options.out ?? archiveName(options.type, null, new Date()).fileName)
  if (existsSync(path)) throw new UsageError(`${path} exists already. Give --out another name.`)
  const stores = openStores(config, createProcessLogger('export', 'warn'))
  const stop = new AbortController()
  const onInterrupt = (): void => stop.abort(new Error('Stopped; nothing was written.'))
  process.once('SIGINT', onInterrupt)
  const progress = new ProgressLine(process.stderr, stop.signal)
  try {
    const written = await build(stores, { username, kind, path }, progress)
    progress.end()
    report(path, written)
  } catch (error) {
    progress.end()
    if (stop.signal.aborted) process.exitCode = INTERRUPTED
    if (stop.signal.aborted) process.stderr.write('Stopped; nothing was written.\n')
    else throw error
  } finally {
    process.off('SIGINT', onInterrupt)
    await stores.close()
  }
}

interface Wish {
  readonly username: string
  readonly kind: ExportKind
  readonly path: string
}

async function build(stores: Stores, wish: Wish, progress: ProgressLine): Promise<WrittenFile> {
  const storage = new LocalStorage({ root: dirname(wish.path), fileMode: FILE_MODE })
  let neededBytes: number | null = null
  try {
    const member = await memberNamed(stores, wish.username)
    const { db, instance } = stores
    const source = await ExportSource.open({ db, instance, member })
    const counts = await source.counts()
    neededBytes = estimateBytes(wish.kind, counts)
    const written = await writeArchive({
      storage,
      key: basename(wish.path),
      progress,
      begin: async () => ({
        begunAt: new Date().toISOString(),
        bounds: await source.bounds(),
        server: source.server,
      }),
      steps: (head) =>
        archiveSteps(stores, { kind: wish.kind, member, source, counts, head, progress }),
      // Nobody comes back for it.
      afterFailure: 'delete',
    })
    await written.file.publish()
    return written
  } catch (error) {
    if (error instanceof UsageError || progress.signal.aborted) throw error
    throw explainFailure(error, await sceneOf(stores, wish, { storage, neededBytes }), null)
  }
}

async function sceneOf(
  { config }: Stores,
  wish: Wish,
  disk: { readonly storage: LocalStorage; readonly neededBytes: number | null },
) {
  return {
    member: `@${wish.username.replace(/^@/, '')}`,
    stage: null,
    folder: disk.storage.root,
    folderVariable: '--out',
    freeBytes: await disk.storage.freeBytes().catch(() => null),
    neededBytes: disk.neededBytes,
    statementTimeoutMs: config.database.statementTimeoutMs,
  }
}

function report(path: string, written: WrittenFile): void {
  process.stdout.write(`${path}\n`)
  const lines = [`${formatBytes(written.sizeBytes)} written.`]
  if (written.missingFiles > 0) {
    lines.push(
      `${written.missingFiles} media files are missing or incomplete in the archive:`,
      ...written.missing.map(({ name, reason }) => `  ${name}: ${reason}`),
    )
  }
  process.stderr.write(`${lines.join('\n')}\n`)
}
