/**
 * The command line: its commands, and what their ends mean to the shell.
 *
 * Exit codes: 0 it worked; 1 it failed, and a sentence on standard error says why; 2 the command or
 * the configuration was wrong; 130 stopped by Ctrl-C.
 */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config/config-error.ts'
import { UsageError } from './usage-error.ts'

const FAILED = 1
const WRONG_USE = 2

/** Loaded one by one: `howdah work` must not wait for the demo, nor hold it in memory. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo.ts')).demoCommand(),
  web: async () => (await import('./web.ts')).webCommand(),
  work: async () => (await import('./work.ts')).workCommand(),
  export: async () => (await import('./export.ts')).exportCommand(),
  exports: async () => (await import('./exports.ts')).exportsCommand(),
  request: async () => (await import('./request.ts')).requestCommand(),
  settings: async () => (await import('./settings.ts')).settingsCommand(),
  status: async () => (await import('./status.ts')).statusCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
  setup: async () => (await import('./setup.ts')).setupCommand(),
}

/** Where help and complaints are written. */
export interface ProgramOutput {
  out(text: string): void
  err(text: string): void
}

const TERMINAL: ProgramOutput = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}

/**
 * @param argv as `process.argv`: program and script first
 * @returns the exit code
 */
export async function runProgram(
  argv: readonly string[],
  output: ProgramOutput = TERMINAL,
): Promise<number> {
  try {
    const program = await createProgram(argv, output)
    await program.parseAsync(argv)
    return Number(process.exitCode ?? 0)
  } catch (error) {
    return explain(error, output)
  }
}

async function createProgram(argv: readonly string[], output: ProgramOutput): Promise<Command> {
  const program = new Command('howdah')
    .description('Data exports for the members of a Mastodon server.')
    .version(readVersion())
  for (const command of await loadCommands(argv)) program.addCommand(command)
  for (const command of withCommandsBelow(program)) {
    command
      .exitOverride()
      .configureOutput({
        writeOut: (text) => output.out(text),
        writeErr: (text) => output.err(text),
      })
      .showHelpAfterError('Run "howdah --help" for the commands and their options.')
  }
  return program
}

/** Commands of commands as well: each would otherwise end the process in its own way. */
function withCommandsBelow(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withCommandsBelow)]
}

/** The one that is called; all of them where help or an unknown name is. */
async function loadCommands(argv: readonly string[]): Promise<readonly Command[]> {
  const load = COMMANDS[argv[2] ?? '']
  if (load !== undefined) return [await load()]
  return Promise.all(Object.values(COMMANDS).map((loadOne) => loadOne()))
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const parsed: unknown = JSON.parse(text)
  const isPackage = typeof parsed === 'object' && parsed !== null && 'version' in parsed
  return isPackage ? String(parsed.version) : 'unknown'
}

function explain(error: unknown, output: ProgramOutput): number {
  if (error instanceof CommanderError) {
    // Help and version end this way too; commander has written the sentence already.
    return error.exitCode === 0 ? 0 : WRONG_USE
  }
  output.err(`${error instanceof Error ? error.message : String(error)}\n`)
  return error instanceof ConfigError || error instanceof UsageError ? WRONG_USE : FAILED
}
