/**
 * The environment variables that Howdah knows, as one schema: names, forms, defaults, and the
 * sentence for each mistake. Names and defaults are Mastodon's where Mastodon has them.
 *
 * An empty variable counts as not set, as in Mastodon.
 */
import { z } from 'zod'
import { parseWindow } from './export-window.ts'
import { parseQueues } from './queues.ts'
import { parseStaffRoles } from './staff-roles.ts'

const TRUE = new Set(['true', '1', 'yes', 'on'])
const FALSE = new Set(['false', '0', 'no', 'off'])

function text(): z.ZodOptional<z.ZodString> {
  return z.string().optional()
}

function textOr(fallback: string): z.ZodDefault<z.ZodString> {
  return z.string().default(fallback)
}

function flag(name: string, fallback: boolean) {
  return z
    .string()
    .refine((value) => TRUE.has(value.toLowerCase()) || FALSE.has(value.toLowerCase()), {
      error: (issue) => `${name} is "${String(issue.input)}"; write true or false.`,
    })
    .transform((value) => TRUE.has(value.toLowerCase()))
    .default(fallback)
}

function whole(name: string, fallback: number, range: { min: number; max: number }) {
  return z
    .string()
    .refine((value) => isWhole(value, range), {
      error: (issue) =>
        `${name} is "${String(issue.input)}"; write a whole number from ${range.min} to ${range.max}.`,
    })
    .transform(Number)
    .default(fallback)
}

function isWhole(value: string, range: { min: number; max: number }): boolean {
  return /^\d+$/.test(value) && Number(value) >= range.min && Number(value) <= range.max
}

function oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T) {
  return z
    .enum(allowed, {
      error: (issue) => `${name} is "${String(issue.input)}"; write one of ${allowed.join(', ')}.`,
    })
    .default(fallback)
}

function url(name: string, schemes: readonly string[]) {
  const example = `${schemes[0] ?? 'https'}://…`
  return z
    .string()
    .refine(
      (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)),
      {
        // The value itself may hold a password and is not repeated.
        error: `${name} is not an address; it must look like ${example}`,
      },
    )
    .optional()
}

function domain(name: string) {
  return z.string().regex(/^[^\s/:@]+(?::\d+)?$/, {
    error: (issue) =>
      `${name} is "${String(issue.input)}"; write the bare domain, such as example.social.`,
  })
}

function addresses(name: string) {
  return z
    .string()
    .regex(/^\s*[^\s,:]+(:\d+)?(\s*,\s*[^\s,:]+(:\d+)?)*\s*$/, {
      error: (issue) =>
        `${name} is "${String(issue.input)}"; write hosts with commas between, such as ` +
        '10.0.0.1:26379,10.0.0.2:26379.',
    })
    .optional()
}

/** Decimal units, as disks are sold: 200MB is 200,000,000 bytes. */
function bytes(name: string, fallback: number) {
  return z
    .string()
    .transform((value, context) => {
      const [, count, unit = 'B'] = /^(\d{1,9}(?:\.\d{1,3})?)\s*([KMGT]?B)?$/i.exec(value) ?? []
      if (count === undefined) {
        context.addIssue(`${name} is "${value}"; write a size, such as 200MB or 1.5GB.`)
        return z.NEVER
      }
      return Math.round(Number(count) * 1_000 ** 'BKMGT'.indexOf(unit[0]?.toUpperCase() ?? 'B'))
    })
    .default(fallback)
}

const PORT = { min: 1, max: 65_535 }

export const VARIABLES = z.object({
  LOCAL_DOMAIN: z
    .string({
      error:
        "LOCAL_DOMAIN is missing: the domain in your members' addresses, such as example.social.",
    })
    .pipe(domain('LOCAL_DOMAIN')),
  WEB_DOMAIN: domain('WEB_DOMAIN').optional(),
  LOCAL_HTTPS: flag('LOCAL_HTTPS', true),
  RAILS_ENV: text(),

  DATABASE_URL: url('DATABASE_URL', ['postgresql', 'postgres']),
  DB_HOST: textOr('localhost'),
  DB_PORT: whole('DB_PORT', 5432, PORT),
  DB_NAME: textOr('mastodon_production'),
  DB_USER: textOr('mastodon'),
  DB_PASS: text(),
  DB_SSLMODE: oneOf(
    'DB_SSLMODE',
    ['prefer', 'disable', 'allow', 'require', 'verify-ca', 'verify-full'],
    'prefer',
  ),
  PGSSLROOTCERT: text(),
  DB_POOL: whole('DB_POOL', 10, { min: 1, max: 500 }),
  REPLICA_DATABASE_URL: url('REPLICA_DATABASE_URL', ['postgresql', 'postgres']),
  REPLICA_DB_HOST: text(),
  REPLICA_DB_PORT: whole('REPLICA_DB_PORT', 5432, PORT),
  REPLICA_DB_NAME: text(),
  REPLICA_DB_USER: text(),
  REPLICA_DB_PASS: text(),
  REPLICA_PREPARED_STATEMENTS: flag('REPLICA_PREPARED_STATEMENTS', true),
  PREPARED_STATEMENTS: flag('PREPARED_STATEMENTS', true),
  HOWDAH_STATEMENT_TIMEOUT_SECONDS: whole('HOWDAH_STATEMENT_TIMEOUT_SECONDS', 60, {
    min: 1,
    max: 86_400,
  }),

  REDIS_URL: url('REDIS_URL', ['redis', 'rediss', 'unix']),
  REDIS_HOST: textOr('localhost'),
  REDIS_PORT: whole('REDIS_PORT', 6379, PORT),
  REDIS_DB: whole('REDIS_DB', 0, { min: 0, max: 65_535 }),
  REDIS_USER: text(),
  REDIS_PASSWORD: text(),
  REDIS_SENTINELS: addresses('REDIS_SENTINELS'),
  REDIS_SENTINEL_MASTER: textOr('mymaster'),
  REDIS_SENTINEL_PORT: whole('REDIS_SENTINEL_PORT', 26_379, PORT),
  REDIS_SENTINEL_USERNAME: text(),
  REDIS_SENTINEL_PASSWORD: text(),
  SIDEKIQ_REDIS_SENTINELS: addresses('SIDEKIQ_REDIS_SENTINELS'),
  SIDEKIQ_REDIS_SENTINEL_MASTER: textOr('mymaster'),
  SIDEKIQ_REDIS_SENTINEL_PORT: whole('SIDEKIQ_REDIS_SENTINEL_PORT', 26_379, PORT),
  SIDEKIQ_REDIS_SENTINEL_USERNAME: text(),
  SIDEKIQ_REDIS_SENTINEL_PASSWORD: text(),
  SIDEKIQ_REDIS_URL: url('SIDEKIQ_REDIS_URL', ['redis', 'rediss', 'unix']),
  SIDEKIQ_REDIS_HOST: text(),
  SIDEKIQ_REDIS_PORT: whole('SIDEKIQ_REDIS_PORT', 6379, PORT),
  SIDEKIQ_REDIS_DB: whole('SIDEKIQ_REDIS_DB', 0, { min: 0, max: 65_535 }),
  SIDEKIQ_REDIS_USER: text(),
  SIDEKIQ_REDIS_PASSWORD: text(),
  REDIS_NAMESPACE: textOr(''),

  PAPERCLIP_ROOT_PATH: text(),
  PAPERCLIP_ROOT_URL: textOr('/system'),
  CDN_HOST: text(),

  S3_ENABLED: flag('S3_ENABLED', false),
  S3_BUCKET: text(),
  S3_REGION: textOr('us-east-1'),
  S3_PROTOCOL: oneOf('S3_PROTOCOL', ['https', 'http'], 'https'),
  S3_HOSTNAME: text(),
  S3_ENDPOINT: url('S3_ENDPOINT', ['https', 'http']),
  S3_OVERRIDE_PATH_STYLE: flag('S3_OVERRIDE_PATH_STYLE', false),
  S3_ALIAS_HOST: text(),
  S3_CLOUDFRONT_HOST: text(),
  S3_KEY_PREFIX: textOr(''),
  S3_STORAGE_CLASS: text(),
  S3_OPEN_TIMEOUT: whole('S3_OPEN_TIMEOUT', 5, { min: 1, max: 600 }),
  S3_READ_TIMEOUT: whole('S3_READ_TIMEOUT', 5, { min: 1, max: 3_600 }),
  S3_RETRY_LIMIT: whole('S3_RETRY_LIMIT', 0, { min: 0, max: 20 }),
  S3_MULTIPART_THRESHOLD: whole('S3_MULTIPART_THRESHOLD', 15 * 1024 * 1024, {
    min: 0,
    max: 5 * 1024 ** 3,
  }),
  S3_FORCE_SINGLE_REQUEST: flag('S3_FORCE_SINGLE_REQUEST', false),
  S3_ENABLE_CHECKSUM_MODE: flag('S3_ENABLE_CHECKSUM_MODE', false),
  AWS_ACCESS_KEY_ID: text(),
  AWS_SECRET_ACCESS_KEY: text(),

  SMTP_SERVER: text(),
  SMTP_PORT: whole('SMTP_PORT', 25, PORT),
  SMTP_LOGIN: text(),
  SMTP_PASSWORD: text(),
  SMTP_FROM_ADDRESS: textOr('notifications@localhost'),
  SMTP_REPLY_TO: text(),
  SMTP_RETURN_PATH: text(),
  SMTP_DOMAIN: text(),
  SMTP_DELIVERY_METHOD: oneOf('SMTP_DELIVERY_METHOD', ['smtp', 'sendmail'], 'smtp'),
  SMTP_AUTH_METHOD: oneOf('SMTP_AUTH_METHOD', ['plain', 'login', 'cram_md5', 'none'], 'plain'),
  SMTP_CA_FILE: text(),
  SMTP_OPENSSL_VERIFY_MODE: oneOf(
    'SMTP_OPENSSL_VERIFY_MODE',
    ['peer', 'none', 'client_once', 'fail_if_no_peer_cert'],
    'peer',
  ),
  SMTP_ENABLE_STARTTLS: oneOf('SMTP_ENABLE_STARTTLS', ['auto', 'always', 'never'], 'auto'),
  SMTP_ENABLE_STARTTLS_AUTO: flag('SMTP_ENABLE_STARTTLS_AUTO', true),
  SMTP_TLS: flag('SMTP_TLS', false),
  SMTP_SSL: flag('SMTP_SSL', false),

  SIDEKIQ_QUEUES: z
    .string()
    .transform((value, context) => {
      const queues = parseQueues(value)
      if (queues !== null) return queues
      context.addIssue(
        `SIDEKIQ_QUEUES is "${value}"; write "export,default" (in this order) or ` +
          '"export,8 default,4" (by weight).',
      )
      return z.NEVER
    })
    .optional(),
  SIDEKIQ_CONCURRENCY: whole('SIDEKIQ_CONCURRENCY', 5, { min: 1, max: 100 }),
  SIDEKIQ_TIMEOUT: whole('SIDEKIQ_TIMEOUT', 25, { min: 1, max: 86_400 }),

  HOWDAH_DATA: textOr('.howdah'),
  HOWDAH_PUBLIC_URL: url('HOWDAH_PUBLIC_URL', ['https', 'http']),
  HOWDAH_QUEUE: z
    .string()
    .regex(/^[\w.-]+$/, {
      error: (issue) => `HOWDAH_QUEUE is "${String(issue.input)}"; write one name, such as export.`,
    })
    .default('export'),
  HOWDAH_RETENTION_DAYS: whole('HOWDAH_RETENTION_DAYS', 7, { min: 1, max: 3_650 }),
  HOWDAH_MIN_INTERVAL_DAYS: whole('HOWDAH_MIN_INTERVAL_DAYS', 6, { min: 0, max: 3_650 }),
  HOWDAH_MAX_ATTEMPTS: whole('HOWDAH_MAX_ATTEMPTS', 5, { min: 1, max: 100 }),
  HOWDAH_MASTODON_URL: url('HOWDAH_MASTODON_URL', ['https', 'http']),
  EXPORT_ATTACHMENT_URLS: oneOf('EXPORT_ATTACHMENT_URLS', ['entry', 'mastodon'], 'entry'),
  EXPORT_WINDOW: z
    .string()
    .transform((value, context) => {
      const parsed = parseWindow(value)
      if (parsed.kind === 'window') return parsed.window
      context.addIssue(`EXPORT_WINDOW is ${parsed.mistake}`)
      return z.NEVER
    })
    .optional(),
  EXPORT_PART_SIZE: bytes('EXPORT_PART_SIZE', 0),
  EXPORT_WINDOW_SKIP_BELOW: bytes('EXPORT_WINDOW_SKIP_BELOW', 200_000_000),
  EXPORT_LIMIT: whole('EXPORT_LIMIT', 0, { min: 0, max: 1_000 }),
  EXPORT_HISTORY_DAYS: whole('EXPORT_HISTORY_DAYS', 0, { min: 0, max: 36_500 }),
  EXPORT_WEBHOOK_URL: url('EXPORT_WEBHOOK_URL', ['https', 'http']),
  EXPORT_WEBHOOK_SECRET: text(),
  DEFAULT_LOCALE: textOr('en'),
  EXPORT_MODE: oneOf('EXPORT_MODE', ['own', 'take-over', 'watch'], 'own'),
  EXPORT_STUCK_POLICY: oneOf('EXPORT_STUCK_POLICY', ['offer', 'requeue'], 'offer'),
  LOGIN_OAUTH: flag('LOGIN_OAUTH', true),
  LOGIN_PASSWORD: flag('LOGIN_PASSWORD', false),
  HOWDAH_ROLES: z
    .string()
    .default('')
    .transform((value, context) => {
      const parsed = parseStaffRoles(value)
      if (parsed.kind === 'roles') return parsed.roles
      context.addIssue(`HOWDAH_ROLES: ${parsed.mistake}`)
      return z.NEVER
    }),
  OAUTH_CLIENT_ID: text(),
  OAUTH_CLIENT_SECRET: text(),
  HOWDAH_SENDMAIL: textOr('/usr/sbin/sendmail'),
  HOWDAH_RESTART_COMMAND: textOr('systemctl restart howdah-work'),
  HOWDAH_LOG_LEVEL: oneOf('HOWDAH_LOG_LEVEL', ['info', 'debug', 'warn', 'error', 'silent'], 'info'),
  PORT: whole('PORT', 3000, { min: 0, max: 65_535 }),
  BIND: textOr('127.0.0.1'),
})

export type Variables = z.output<typeof VARIABLES>
