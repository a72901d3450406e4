/** The environment → one typed {@link Config}, or every mistake in it at once. */
import { join, resolve } from 'node:path'
import { ConfigError } from './config-error.ts'
import type {
  Config,
  DatabaseSettings,
  SignInSettings,
  SmtpSettings,
  WebhookSettings,
} from './config.ts'
import type { Environment } from './env-file.ts'
import { missingHalf } from './missing-half.ts'
import { toRedis } from './redis-settings.ts'
import { storageMistakes, toMediaRootUrl, toS3 } from './s3-settings.ts'
import { VARIABLES, type Variables } from './variables.ts'

const CONNECT_TIMEOUT_MS = 10_000
const SHORTEST_SECRET = 16
/** Mastodon also runs with a pool of one; a job here reads and reports at the same time. */
const FEWEST_CONNECTIONS = 2

/**
 * Reads the configuration. Variables that Howdah does not know are passed over: the file of a
 * Mastodon server has many.
 *
 * @throws {@link ConfigError} with a sentence for each mistake
 */
export function readConfig(environment: Environment): Config {
  const given = withoutEmpty(environment)
  const parsed = VARIABLES.safeParse(given)
  const mistakes = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => issue.message)),
    ...unsigned(given),
    ...missingHalf(given, ['OAUTH_CLIENT_ID', 'OAUTH_CLIENT_SECRET']),
    ...storageMistakes(given),
  ]
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes)
  return toConfig(parsed.data, environment)
}

function withoutEmpty(environment: Environment): Record<string, string> {
  const given: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && value.trim() !== '') given[name] = value.trim()
  }
  return given
}

/** Whoever receives news must be able to tell ours from anybody's. */
function unsigned(given: Readonly<Record<string, string>>): string[] {
  if (given['EXPORT_WEBHOOK_URL'] === undefined) return []
  const secret = given['EXPORT_WEBHOOK_SECRET'] ?? ''
  if (secret.length >= SHORTEST_SECRET) return []
  return [
    `EXPORT_WEBHOOK_SECRET must have at least ${SHORTEST_SECRET} characters, because ` +
      'EXPORT_WEBHOOK_URL is set: it signs what is sent there. Make one with "openssl rand -hex 32".',
  ]
}

function toWebhook(env: Variables): WebhookSettings | null {
  const { EXPORT_WEBHOOK_URL: address, EXPORT_WEBHOOK_SECRET: secret } = env
  return address === undefined || secret === undefined ? null : { url: address, secret }
}

function toConfig(env: Variables, environment: Environment): Config {
  const webDomain = env.WEB_DOMAIN ?? env.LOCAL_DOMAIN
  const dataDirectory = resolve(env.HOWDAH_DATA)
  return {
    localDomain: env.LOCAL_DOMAIN,
    webDomain,
    https: isHttps(env),
    publicUrl: (env.HOWDAH_PUBLIC_URL ?? `https://${webDomain}`).replace(/\/+$/, ''),
    database: toDatabase(env),
    replica: toReplica(env),
    redis: toRedis(env),
    media: {
      // Without it there is a bucket, or a mistake.
      root: resolve(env.PAPERCLIP_ROOT_PATH ?? 'public/system'),
      rootUrl: toMediaRootUrl(env),
      s3: toS3(env, environment),
    },
    exports: {
      queue: env.HOWDAH_QUEUE,
      directory: join(dataDirectory, 'exports'),
      workDirectory: join(dataDirectory, 'work'),
      partBytes: env.EXPORT_PART_SIZE === 0 ? null : env.EXPORT_PART_SIZE,
      retentionDays: env.HOWDAH_RETENTION_DAYS,
      minIntervalDays: env.HOWDAH_MIN_INTERVAL_DAYS,
      maxAttempts: env.HOWDAH_MAX_ATTEMPTS,
      attachmentUrls: env.EXPORT_ATTACHMENT_URLS,
      window: env.EXPORT_WINDOW ?? null,
      windowSkipBelowBytes: env.EXPORT_WINDOW_SKIP_BELOW,
      limit: env.EXPORT_LIMIT === 0 ? null : env.EXPORT_LIMIT,
      historyDays: env.EXPORT_HISTORY_DAYS === 0 ? null : env.EXPORT_HISTORY_DAYS,
    },
    webhook: toWebhook(env),
    defaultLocale: env.DEFAULT_LOCALE,
    adopt: { mode: env.EXPORT_MODE, stuckPolicy: env.EXPORT_STUCK_POLICY },
    signIn: toSignIn(env, webDomain),
    roles: env.HOWDAH_ROLES,
    smtp: toSmtp(env),
    sendmail: env.SMTP_DELIVERY_METHOD === 'sendmail' ? env.HOWDAH_SENDMAIL : null,
    mail: {
      from: env.SMTP_FROM_ADDRESS,
      replyTo: env.SMTP_REPLY_TO ?? null,
      returnPath: env.SMTP_RETURN_PATH ?? null,
    },
    mailDirectory: join(dataDirectory, 'mail'),
    web: { host: env.BIND, port: env.PORT },
    worker: {
      // Alone the export queue: on a live Mastodon the others belong to its Ruby workers.
      queues: env.SIDEKIQ_QUEUES ?? [env.HOWDAH_QUEUE],
      concurrency: env.SIDEKIQ_CONCURRENCY,
      timeoutSeconds: env.SIDEKIQ_TIMEOUT,
    },
    dataDirectory,
    restartCommand: env.HOWDAH_RESTART_COMMAND,
    logLevel: env.HOWDAH_LOG_LEVEL,
  }
}

/** In production Mastodon's addresses begin with https, whatever LOCAL_HTTPS says. */
function isHttps(env: Variables): boolean {
  return env.LOCAL_HTTPS || env.RAILS_ENV === 'production'
}

function toSignIn(env: Variables, webDomain: string): SignInSettings {
  const { OAUTH_CLIENT_ID: clientId, OAUTH_CLIENT_SECRET: clientSecret } = env
  const scheme = isHttps(env) ? 'https' : 'http'
  return {
    oauth: env.LOGIN_OAUTH,
    password: env.LOGIN_PASSWORD,
    instanceUrl: (env.HOWDAH_MASTODON_URL ?? `${scheme}://${webDomain}`).replace(/\/+$/, ''),
    application:
      clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret },
  }
}

function toDatabase(env: Variables): DatabaseSettings {
  return {
    url: env.DATABASE_URL ?? null,
    host: env.DB_HOST,
    port: env.DB_PORT,
    name: env.DB_NAME,
    user: env.DB_USER,
    password: env.DB_PASS ?? null,
    sslMode: env.DB_SSLMODE,
    // "system" is libpq's word for what is trusted without a file.
    sslRootCert: env.PGSSLROOTCERT === 'system' ? null : (env.PGSSLROOTCERT ?? null),
    poolSize: Math.max(FEWEST_CONNECTIONS, env.DB_POOL),
    statementTimeoutMs: env.HOWDAH_STATEMENT_TIMEOUT_SECONDS * 1_000,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    preparedStatements: env.PREPARED_STATEMENTS,
  }
}

/** What is not said of the replica is as with the database itself, its port excepted. */
function toReplica(env: Variables): DatabaseSettings | null {
  if (env.REPLICA_DATABASE_URL === undefined && env.REPLICA_DB_HOST === undefined) return null
  const database = toDatabase(env)
  return {
    ...database,
    url: env.REPLICA_DATABASE_URL ?? null,
    host: env.REPLICA_DB_HOST ?? database.host,
    port: env.REPLICA_DB_PORT,
    name: env.REPLICA_DB_NAME ?? database.name,
    user: env.REPLICA_DB_USER ?? database.user,
    password: env.REPLICA_DB_PASS ?? database.password,
    preparedStatements: env.REPLICA_PREPARED_STATEMENTS && database.preparedStatements,
  }
}

function toSmtp(env: Variables): SmtpSettings | null {
  if (env.SMTP_SERVER === undefined || env.SMTP_DELIVERY_METHOD === 'sendmail') return null
  return {
    host: env.SMTP_SERVER,
    port: env.SMTP_PORT,
    login: env.SMTP_LOGIN ?? null,
    password: env.SMTP_PASSWORD ?? null,
    authMethod: env.SMTP_AUTH_METHOD === 'cram_md5' ? 'cram-md5' : env.SMTP_AUTH_METHOD,
    tls: env.SMTP_TLS || env.SMTP_SSL,
    startTls:
      env.SMTP_ENABLE_STARTTLS === 'auto' && !env.SMTP_ENABLE_STARTTLS_AUTO
        ? 'never'
        : env.SMTP_ENABLE_STARTTLS,
    verifyCertificate: env.SMTP_OPENSSL_VERIFY_MODE !== 'none',
    caFile: env.SMTP_CA_FILE ?? null,
    domain: env.SMTP_DOMAIN ?? env.LOCAL_DOMAIN,
  }
}
