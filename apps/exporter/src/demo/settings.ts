/**
 * Where the demo lives: its data folder, its port, and what it hands to its processes as
 * environment. Everything it makes lies in the one folder.
 */
import { isAbsolute, join, resolve } from 'node:path'

/** Only this machine reaches the demo: its passwords are printed for everyone to read. */
const DEMO_HOST = '127.0.0.1'

const DEFAULT_PORT = 3000

export interface DemoSettings {
  readonly port: number
  /** `http://127.0.0.1:3000` */
  readonly url: string
  readonly folders: DemoFolders
  /** A Redis of the visitor's own; null starts a private one. */
  readonly redisUrl: string | null
  /** A PostgreSQL of the visitor's own; null starts the embedded one. */
  readonly databaseUrl: string | null
}

export interface DemoFolders {
  readonly data: string
  readonly database: string
  readonly redis: string
  /** Media root in Paperclip's layout. */
  readonly media: string
  readonly lockFile: string
  /** The variables for `howdah status --env FILE` and the like, from another terminal. */
  readonly environmentFile: string
}

/** A setting that cannot be used; the message says which and what would do. */
export class DemoSettingsError extends Error {
  override readonly name = 'DemoSettingsError'
}

/**
 * Reads `PORT` (default 3000), `HOWDAH_DATA` (default `.howdah` in the current folder), `REDIS_URL`
 * and `DATABASE_URL`.
 *
 * @throws DemoSettingsError when `PORT` is no port.
 */
export function readDemoSettings(env: NodeJS.ProcessEnv, directory: string): DemoSettings {
  const port = readPort(env['PORT'])
  return {
    port,
    url: `http://${DEMO_HOST}:${port}`,
    folders: demoFolders(resolve(directory, env['HOWDAH_DATA'] || '.howdah')),
    redisUrl: env['REDIS_URL'] || null,
    databaseUrl: env['DATABASE_URL'] || null,
  }
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_PORT
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new DemoSettingsError(`PORT is "${text}"; it must be a number from 1 to 65535.`)
}

/** Exported for tests: where each thing lies below the data folder. */
function demoFolders(data: string): DemoFolders {
  if (!isAbsolute(data)) throw new DemoSettingsError(`The data folder "${data}" is not absolute.`)
  return {
    data,
    database: join(data, 'postgres'),
    redis: join(data, 'redis'),
    media: join(data, 'media'),
    lockFile: join(data, 'demo.lock'),
    environmentFile: join(data, 'demo.env'),
  }
}

/** A real server's settings must not leak into the demo, nor its data be touched by it. */
const FOREIGN =
  /^(DB|SMTP|S3|SWIFT|AZURE|REDIS|SIDEKIQ_REDIS|PAPERCLIP|AWS)_|^(LOCAL|WEB)_DOMAIN$|^LOCAL_HTTPS$/u

/** What makes `howdah web` and `howdah work` those of the demo. */
export function demoVariables(
  settings: DemoSettings,
  parts: { readonly redisUrl: string; readonly databaseUrl: string },
): Record<string, string> {
  return {
    LOCAL_DOMAIN: 'example.social',
    DATABASE_URL: parts.databaseUrl,
    REDIS_URL: parts.redisUrl,
    PAPERCLIP_ROOT_PATH: settings.folders.media,
    HOWDAH_DATA: settings.folders.data,
    HOWDAH_PUBLIC_URL: settings.url,
    HOWDAH_RESTART_COMMAND: 'npm start',
    // There is no Mastodon behind the demo.
    LOGIN_OAUTH: 'false',
    LOGIN_PASSWORD: 'true',
    BIND: DEMO_HOST,
    PORT: String(settings.port),
  }
}

/** The environment of the demo's processes: this one without a real server's settings, plus ours. */
export function childEnvironment(
  env: NodeJS.ProcessEnv,
  variables: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !FOREIGN.test(name))
  return { SIDEKIQ_CONCURRENCY: JOBS_AT_ONCE, ...Object.fromEntries(own), ...variables }
}

/** More would only wait for each other: the embedded database answers one at a time. */
const JOBS_AT_ONCE = '2'
