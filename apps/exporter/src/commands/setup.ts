/**
 * `howdah setup`: makes or updates Howdah's tables, runs the doctor, and prints the steps for this
 * server. May be run again at any time; `--check` changes nothing.
 *
 * Exit codes are the doctor's.
 */
import { Command } from 'commander'
import { serverFacts } from '../doctor/postgres-facts.ts'
import { examine } from '../doctor/examine.ts'
import { exitCodeOf, textOf } from '../doctor/report.ts'
import { missingMigrations } from '../ledger/migrations.ts'
import { prepareServices, type Services } from '../services.ts'
import { roleScript } from '../setup/database-steps.ts'
import { findPlace } from '../setup/place.ts'
import { stepsFor } from '../setup/steps.ts'
import { explainStart } from '../start-error.ts'
import { envOption, loadConfig } from './environment.ts'
import { createProcessLogger } from './logger.ts'

interface SetupOptions {
  readonly env?: string
  readonly check?: boolean
  readonly tablesOnly?: boolean
}

export function setupCommand(): Command {
  return new Command('setup')
    .description('make or update the tables, look for faults, and print the steps for this server')
    .addOption(envOption())
    .option('--check', 'change nothing: only look and print')
    .option('--tables-only', 'make or update the tables and say nothing else')
    .action(runSetup)
}

async function runSetup(options: SetupOptions): Promise<void> {
  const services = prepareServices(loadConfig(options.env), createProcessLogger('setup', 'error'))
  try {
    if (options.tablesOnly) {
      process.stdout.write(`${await makeTables(services)}\n`)
      return
    }
    await setUp(services, options)
  } finally {
    await services.close()
  }
}

async function setUp(services: Services, options: SetupOptions): Promise<void> {
  const out = (text: string): void => void process.stdout.write(text)
  out(
    options.check
      ? ''
      : `${await makeTables(services).catch((error: unknown) => sentence(error))}\n\n`,
  )
  const examination = await examine({ ...services, now: new Date() })
  out(`${textOf(examination)}\n`)
  out(`${stepsFor(await circumstancesOf(services, options.env))}\n`)
  process.exitCode = exitCodeOf(examination)
}

/** The doctor says the same once more, and what to do; the steps are still worth printing. */
function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** @returns what was done, as a sentence */
async function makeTables({ db, ledger, config }: Services): Promise<string> {
  try {
    const missing = await missingMigrations(db)
    if (missing.length === 0) return 'The tables in schema “howdah” are up to date.'
    await ledger.migrate()
    return `The tables in schema “howdah” were brought up to date (${missing.join(', ')}).`
  } catch (error) {
    throw explainStart(error, config)
  }
}

async function circumstancesOf(services: Services, envFile: string | undefined) {
  const { config, db } = services
  const place = findPlace(config, envFile)
  try {
    const { role, database } = await serverFacts(db)
    const script = await roleScript(db, {
      role,
      database,
      statementTimeoutMs: config.database.statementTimeoutMs,
    })
    const isTablesMissing = (await missingMigrations(db)).length > 0
    return { config, place, role, roleScript: script, isTablesMissing }
  } catch {
    // The doctor has said above why it does not answer.
    return { config, place, role: config.database.user, roleScript: null, isTablesMissing: true }
  }
}
