/** `howdah-worker` from its words to its end. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { InvalidSettingsError, toError } from '../errors.ts'
import { Launcher } from '../server/launcher.ts'
import { isSupervised } from '../server/parent-link.ts'
import { createLogger } from '../support/logger.ts'
import type { Logger } from '../support/logger.ts'
import { loadJobs } from './load-jobs.ts'
import type { LoadedJobs } from './load-jobs.ts'
import type { YmlFile } from './sidekiq-yml.ts'
import { superviseProcesses } from './supervise.ts'
import { readFlags, USAGE } from './worker-flags.ts'
import type { WorkerFlags } from './worker-flags.ts'
import { readWorkerOptions } from './worker-options.ts'
import type { WorkerOptions } from './worker-options.ts'

const CONFIG_FILES = ['config/sidekiq.yml', 'config/sidekiq.yml.erb']

/** Runs until it is stopped; gives the exit code. Throws InvalidSettingsError before it starts. */
export async function runWorker(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const flags = readFlags(words)
  if (flags.wantsHelp) return say(USAGE)
  if (flags.wantsVersion) return say(`howdah-worker ${readVersion()}\n`)
  const options = readWorkerOptions({ words, yml: findYml(flags), environment })
  const logger = createWorkerLogger(options)
  const { processes, maxMemoryMegabytes } = options
  const isWatchedOver = processes !== null || maxMemoryMegabytes !== null
  if (isWatchedOver && !isSupervised()) return await supervise(options, logger)
  return await work(options, logger)
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

async function supervise(options: WorkerOptions, logger: Logger): Promise<number> {
  const { processes, maxMemoryMegabytes, health, launcher } = options
  const exitCode = await superviseProcesses({
    processes: processes ?? 1,
    ...(maxMemoryMegabytes !== null && { maxMemoryMegabytes }),
    ...(launcher.timeoutSeconds !== undefined && { timeoutSeconds: launcher.timeoutSeconds }),
    health: health ?? false,
    logger,
  })
  return exitCode ?? 0
}

async function work(options: WorkerOptions, logger: Logger): Promise<number> {
  ignoreEarlySignals()
  if (!isSupervised()) explainUsr2(logger)
  // One voice is enough: the first of several processes is as good as any, but none knows its place.
  for (const warning of options.warnings) logger.warn(warning)
  const { requirePath } = options
  if (requirePath === null) {
    throw new InvalidSettingsError(
      'Name the module that exports the jobs: howdah-worker -r ./jobs.ts',
    )
  }
  const loaded = await loadJobs(requirePath)
  logger.info(describeLoaded(loaded), `Loaded ${requirePath}.`)
  const { redis, health, launcher: settings } = options
  const launcher = new Launcher({ redis, health: health ?? false, logger, ...settings, ...loaded })
  await launcher.start()
  await launcher.stopped
  return 0
}

/** Until the launcher listens, TSTP and TTIN would suspend the process: that is their default. */
function ignoreEarlySignals(): void {
  for (const name of ['SIGTSTP', 'SIGTTIN'] as const) process.on(name, () => {})
}

/** Without a handler USR2 would end the process and its jobs with it. */
function explainUsr2(logger: Logger): void {
  process.on('SIGUSR2', () => {
    logger.warn('USR2 restarts the processes of --processes; a single one is left alone.')
  })
}

function describeLoaded(loaded: LoadedJobs): object {
  const { jobs, ...rest } = loaded
  const counts = Object.entries(rest).map(([name, found]): [string, number] => [
    name,
    Object.keys(found ?? {}).length,
  ])
  return {
    jobs: jobs.map((job) => job.class),
    ...Object.fromEntries(counts.filter(([, count]) => count > 0)),
  }
}

function createWorkerLogger({ isVerbose, logFormat }: WorkerOptions): Logger {
  const format = logFormat ?? (process.stdout.isTTY ? 'pretty' : 'plain')
  return createLogger({ format, level: isVerbose ? 'debug' : 'info' })
}

/** `-C`, else config/sidekiq.yml beside what `-r` names, else in the current folder. */
function findYml(flags: WorkerFlags): YmlFile | null {
  const { configPath, requirePath } = flags
  if (configPath !== null) return readYmlFile(configPath)
  const folders = [...(requirePath === null ? [] : [folderOf(requirePath)]), '.']
  const paths = folders.flatMap((folder) => CONFIG_FILES.map((file) => join(folder, file)))
  const found = paths.find((path) => existsSync(path))
  return found === undefined ? null : readYmlFile(found)
}

function readYmlFile(path: string): YmlFile {
  try {
    return { path, text: readFileSync(path, 'utf8') }
  } catch (error) {
    throw new InvalidSettingsError(
      `The configuration file ${path} cannot be read: ${toError(error).message}.`,
      { cause: error },
    )
  }
}

function folderOf(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? path : dirname(path)
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const parsed: unknown = JSON.parse(text)
  const isPackage = typeof parsed === 'object' && parsed !== null && 'version' in parsed
  return isPackage ? String(parsed.version) : 'unknown'
}
