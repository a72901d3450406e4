/**
 * The command line: its commands, and what their ends mean to the shell.
 *
 * Exit codes: 0 it worked; 1 it failed, and a sentence on standard error says why; 2 the command or
 * the configuration was wrong; 130 stopped by Ctrl-C.
 */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config/config-error.ts'
import { demoCommand } from './demo.ts'
import { exportCommand } from './export.ts'
import { statusCommand } from './status.ts'
import { UsageError } from './usage-error.ts'
import { webCommand } from './web.ts'
import { workCommand } from './work.ts'

const FAILED = 1
const WRONG_USE = 2

/** @returns the exit code */
export async function runProgram(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(argv)
    return Number(process.exitCode ?? 0)
  } catch (error) {
    return explain(error)
  }
}

function createProgram(): Command {
  const program = new Command('howdah')
    .description('Data exports for the members of a Mastodon server.')
    .version(readVersion())
    .showHelpAfterError('Run "howdah --help" for the commands and their options.')
  for (const command of [
    demoCommand(),
    webCommand(),
    workCommand(),
    exportCommand(),
    statusCommand(),
  ]) {
    program.addCommand(command)
  }
  // Only now: commands added before would keep their own way to exit.
  for (const command of [program, ...program.commands]) command.exitOverride()
  return program
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const parsed: unknown = JSON.parse(text)
  const isPackage = typeof parsed === 'object' && parsed !== null && 'version' in parsed
  return isPackage ? String(parsed.version) : 'unknown'
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help and version end this way too; commander has written the sentence already.
    return error.exitCode === 0 ? 0 : WRONG_USE
  }
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${message}\n`)
  return error instanceof ConfigError || error instanceof UsageError ? WRONG_USE : FAILED
}
