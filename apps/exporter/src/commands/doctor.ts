/**
 * `howdah doctor`: every symptom that an administrator may meet as a check, with the one thing that
 * mends it.
 *
 * Exit codes are those of monitoring plugins: 0 all well, 1 a warning, 2 an error (also in the
 * configuration), 3 something could not be looked at.
 */
import { Command, InvalidArgumentError } from 'commander'
import { CHECKS, findCheck } from '../doctor/checks.ts'
import type { Patient } from '../doctor/check.ts'
import { examine } from '../doctor/examine.ts'
import { exitCodeOf, jsonOf, textOf } from '../doctor/report.ts'
import { prepareServices } from '../services.ts'
import { envOption, loadConfig } from './environment.ts'
import { createProcessLogger } from './logger.ts'
import { UsageError } from './usage-error.ts'
import { en } from '../doctor/words/en.ts'

interface DoctorOptions {
  readonly env?: string
  readonly json?: boolean
  readonly only?: readonly string[]
  readonly mend?: string
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look for everything that keeps exports from working, and say what mends it')
    .addOption(envOption())
    .option('--json', 'write JSON, for programs')
    .option('--only <checks>', 'only these checks, with commas between', checkNames)
    .option('--mend <check>', 'do what the button of this check on the page does')
    .action(runDoctor)
}

/** `who` in the story of exports that were mended in a shell. */
const SHELL_ACTOR = 'howdah doctor'

async function runDoctor(options: DoctorOptions): Promise<void> {
  const services = prepareServices(loadConfig(options.env), createProcessLogger('doctor', 'error'))
  const patient: Patient = { ...services, now: new Date() }
  try {
    if (options.mend !== undefined) {
      process.stdout.write(`${await mendByName(patient, options.mend)}\n`)
      return
    }
    const examination = await examine(patient, options.only ? { only: options.only } : {})
    process.stdout.write(options.json ? jsonOf(examination) : textOf(examination))
    process.exitCode = exitCodeOf(examination)
  } finally {
    await services.close()
  }
}

async function mendByName(patient: Patient, name: string): Promise<string> {
  const check = findCheck(name)
  if (check?.mend !== undefined) return (await check.mend(patient, SHELL_ACTOR))(en)
  const able = CHECKS.filter(({ mend }) => mend !== undefined).map((one) => one.name)
  throw new UsageError(`${name} cannot mend anything by itself. These can: ${able.join(', ')}.`)
}

function checkNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => findCheck(name) === null)
  if (unknown.length === 0) return names
  const all = CHECKS.map(({ name }) => name).join(', ')
  throw new InvalidArgumentError(`There is no check ${unknown.join(', ')}. There are: ${all}.`)
}
