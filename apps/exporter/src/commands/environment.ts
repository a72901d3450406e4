/**
 * Where a command's settings come from: the environment, and below it the file that `--env` names.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Option } from 'commander'
import type { Config } from '../config/config.ts'
import { parseEnvFile, type Environment } from '../config/env-file.ts'
import { readConfig } from '../config/read-config.ts'
import { UsageError } from './usage-error.ts'

/** For every command that needs the server's configuration. */
export function envOption(): Option {
  return new Option('--env <file>', "read settings from Mastodon's .env.production")
}

/**
 * @param envFile path of a file, or undefined without `--env`
 * @param overrides win over both
 * @throws {@link UsageError} when the file cannot be read, `ConfigError` for mistakes in it
 */
export function loadConfig(envFile: string | undefined, overrides: Environment = {}): Config {
  const inherited = process.env
  const fromFile = envFile === undefined ? {} : readFile(envFile, inherited)
  return readConfig({
    ...mediaBeside(envFile),
    ...emptyPermission(inherited),
    ...fromFile,
    ...defined(inherited),
    ...overrides,
  })
}

function readFile(path: string, base: Environment): Record<string, string> {
  try {
    return parseEnvFile(readFileSync(path, 'utf8'), base)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`The file given with --env cannot be read: ${reason}`, { cause: error })
  }
}

/** Mastodon's default when PAPERCLIP_ROOT_PATH is not set: public/system beside the file. */
function mediaBeside(envFile: string | undefined): Environment {
  if (envFile === undefined) return {}
  const folder = join(dirname(resolve(envFile)), 'public', 'system')
  return existsSync(folder) ? { PAPERCLIP_ROOT_PATH: folder } : {}
}

/** The one variable that says something by being empty: no ACLs in this bucket. */
function emptyPermission({ S3_PERMISSION: permission }: Environment): Environment {
  return permission === '' ? { S3_PERMISSION: '' } : {}
}

/** An empty variable of the environment does not hide the one in the file. */
function defined(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).filter(([, value]) => (value ?? '') !== '')
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']))
}
