import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError } from './config-error.ts'
import type { Environment } from './env-file.ts'
import { parseQueues } from './queues.ts'
import { readConfig } from './read-config.ts'

const LEAST = { LOCAL_DOMAIN: 'example.social', PAPERCLIP_ROOT_PATH: '/srv/system' }

function mistakesOf(environment: Environment): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
  return []
}

test('two variables are enough; the rest has the defaults of Mastodon', () => {
  expect(readConfig(LEAST)).toMatchObject({
    localDomain: 'example.social',
    webDomain: 'example.social',
    https: true,
    publicUrl: 'https://example.social',
    database: { url: null, host: 'localhost', name: 'mastodon_production', user: 'mastodon' },
    redis: { url: 'redis://localhost:6379/0', namespace: '' },
    media: { root: '/srv/system', rootUrl: '/system', s3: null },
    exports: { queue: 'export', retentionDays: 7, minIntervalDays: 6, maxAttempts: 5 },
    smtp: null,
    worker: { queues: ['export'], concurrency: 5 },
    web: { host: '127.0.0.1', port: 3000 },
    dataDirectory: resolve('.howdah'),
    restartCommand: 'systemctl restart howdah-work',
  })
})

test('all mistakes come at once, each as a sentence, and no secret is repeated', () => {
  const mistakes = mistakesOf({
    WEB_DOMAIN: 'https://social.example.org/',
    DB_PORT: 'postgres',
    REDIS_URL: 'secret-password@localhost',
    S3_ENABLED: 'true',
    SMTP_TLS: 'maybe',
    SIDEKIQ_QUEUES: '!',
    HOWDAH_RETENTION_DAYS: '0',
  })
  expect(mistakes).toHaveLength(8)
  expect(mistakes.join('\n')).not.toContain('secret-password')
  for (const part of [
    'LOCAL_DOMAIN is missing',
    'WEB_DOMAIN is "https://social.example.org/"',
    'DB_PORT is "postgres"; write a whole number from 1 to 65535.',
    'REDIS_URL is not an address',
    'SMTP_TLS is "maybe"; write true or false.',
    'SIDEKIQ_QUEUES is "!"',
    'HOWDAH_RETENTION_DAYS is "0"',
    'S3_BUCKET is missing',
  ]) {
    expect(mistakes.join('\n')).toContain(part)
  }
})

test('files on the disk are served where Mastodon says, or by the host before it', () => {
  const rootUrl = (more: Record<string, string>) => readConfig({ ...LEAST, ...more }).media.rootUrl
  expect(rootUrl({ CDN_HOST: 'https://cdn.example.social/' })).toBe(
    'https://cdn.example.social/system',
  )
  const own = { CDN_HOST: 'cdn.example.social', PAPERCLIP_ROOT_URL: '/files' }
  expect(rootUrl(own)).toBe('https://cdn.example.social/files')
  expect(rootUrl({ ...own, PAPERCLIP_ROOT_URL: 'https://f.example' })).toBe('https://f.example')
  const s3 = { S3_ENABLED: 'true', S3_BUCKET: 'media', S3_ALIAS_HOST: 'files.example.social' }
  expect(rootUrl({ ...own, ...s3 })).toBe('https://files.example.social')
})

test('what Mastodon starts with does not keep Howdah from starting', () => {
  expect(readConfig({ ...LEAST, LOCAL_HTTPS: 'false' }).https).toBe(false)
  const production = { ...LEAST, LOCAL_HTTPS: 'false', RAILS_ENV: 'production' }
  expect(readConfig(production)).toMatchObject({
    https: true,
    signIn: { instanceUrl: 'https://example.social' },
  })
  expect(readConfig({ ...LEAST, DB_POOL: '1' }).database.poolSize).toBe(2)
})

test("Sidekiq's own Redis comes before the common one", () => {
  const common = { ...LEAST, REDIS_HOST: 'cache', REDIS_PASSWORD: 'p@ss', REDIS_DB: '3' }
  expect(readConfig(common).redis.url).toBe('redis://:p%40ss@cache:6379/3')
  const own = { ...common, SIDEKIQ_REDIS_URL: 'redis://jobs:6380/1', REDIS_NAMESPACE: 'mastodon' }
  expect(readConfig(own).redis).toEqual({ url: 'redis://jobs:6380/1', namespace: 'mastodon' })
  const parts = { ...common, SIDEKIQ_REDIS_HOST: 'jobs', SIDEKIQ_REDIS_PORT: '6381' }
  expect(readConfig(parts).redis.url).toBe('redis://jobs:6381/0')
  const six = { ...LEAST, REDIS_HOST: '::1' }
  expect(readConfig(six).redis.url).toBe('redis://[::1]:6379/0')
})

test('Sentinels are asked where no address is set', () => {
  const common = {
    ...LEAST,
    REDIS_SENTINELS: '10.0.0.1:26380, 10.0.0.2',
    REDIS_SENTINEL_MASTER: 'main',
    REDIS_SENTINEL_PASSWORD: 'guard',
    REDIS_PASSWORD: 'p@ss',
  }
  expect(readConfig(common).redis).toEqual({
    url: 'redis://:p%40ss@main/0',
    namespace: '',
    sentinel: {
      addresses: [
        { host: '10.0.0.1', port: 26_380 },
        { host: '10.0.0.2', port: 26_379 },
      ],
      primaryName: 'main',
      password: 'guard',
    },
  })
  const own = { ...common, SIDEKIQ_REDIS_SENTINELS: 'jobs' }
  expect(readConfig(own).redis).toMatchObject({
    url: 'redis://mymaster/0',
    sentinel: { addresses: [{ host: 'jobs', port: 26_379 }] },
  })
  const address = { ...common, REDIS_URL: 'redis://cache:6379/0' }
  expect(readConfig(address).redis.sentinel).toBeUndefined()
})

test('mail settings mean what they mean in Mastodon', () => {
  const smtp = { ...LEAST, SMTP_SERVER: 'mail.example.social', SMTP_PORT: '587' }
  expect(readConfig(smtp).smtp).toMatchObject({
    port: 587,
    login: null,
    authMethod: 'plain',
    tls: false,
    startTls: 'auto',
    verifyCertificate: true,
    domain: 'example.social',
  })
  const other = {
    ...smtp,
    SMTP_ENABLE_STARTTLS_AUTO: 'false',
    SMTP_OPENSSL_VERIFY_MODE: 'none',
    SMTP_SSL: 'true',
  }
  expect(readConfig(other).smtp).toMatchObject({
    tls: true,
    startTls: 'never',
    verifyCertificate: false,
  })
})

test('sendmail takes messages instead of a server where that is the method', () => {
  expect(readConfig({ ...LEAST, SMTP_SERVER: 'mail.example.social' }).sendmail).toBeNull()
  const chosen = { ...LEAST, SMTP_SERVER: 'mail.b', SMTP_DELIVERY_METHOD: 'sendmail' }
  expect(readConfig(chosen)).toMatchObject({ smtp: null, sendmail: '/usr/sbin/sendmail' })
  const elsewhere = { ...chosen, HOWDAH_SENDMAIL: '/usr/bin/msmtp' }
  expect(readConfig(elsewhere).sendmail).toBe('/usr/bin/msmtp')
})

test('window, limit and webhook are read, and mistakes in them are explained', () => {
  const config = readConfig({
    ...LEAST,
    EXPORT_WINDOW: '22:00-02:00 Europe/Berlin',
    EXPORT_WINDOW_SKIP_BELOW: '1.5GB',
    EXPORT_LIMIT: '2',
    EXPORT_WEBHOOK_URL: 'https://hooks.example.org/howdah',
    EXPORT_WEBHOOK_SECRET: 'sixteen or more characters',
    DEFAULT_LOCALE: 'de',
  })
  expect(config.exports).toMatchObject({ windowSkipBelowBytes: 1_500_000_000, limit: 2 })
  expect(config.exports.window?.timeZone).toBe('Europe/Berlin')
  expect(config.webhook?.url).toBe('https://hooks.example.org/howdah')
  expect(config.defaultLocale).toBe('de')
  const without = readConfig(LEAST)
  expect(without.exports).toMatchObject({ window: null, limit: null, historyDays: null })
  expect(without.webhook).toBeNull()
  const mistakes = mistakesOf({
    ...LEAST,
    EXPORT_WINDOW: '02:00-06:00 Berlin',
    EXPORT_WINDOW_SKIP_BELOW: 'small',
    EXPORT_WEBHOOK_URL: 'https://hooks.example.org',
    EXPORT_WEBHOOK_SECRET: 'short',
  }).join('\n')
  expect(mistakes).toContain('EXPORT_WINDOW is "02:00-06:00 Berlin": "Berlin" is no time zone')
  expect(mistakes).toContain('EXPORT_WINDOW_SKIP_BELOW is "small"; write a size, such as 200MB')
  expect(mistakes).toContain('EXPORT_WEBHOOK_SECRET must have at least 16 characters')
  expect(mistakes).not.toContain('short')
})

test('queues are strict or weighted', () => {
  expect(parseQueues('export,default,mailers')).toEqual(['export', 'default', 'mailers'])
  expect(parseQueues('export default')).toEqual(['export', 'default'])
  expect(parseQueues('export,8 default,4 mailers,2')).toEqual([
    'export,8',
    'default,4',
    'mailers,2',
  ])
  expect(parseQueues('export,8')).toEqual(['export,8'])
  expect(parseQueues('ex port!')).toBeNull()
})

test("a bucket is found by Mastodon's variables", () => {
  const bucket = { LOCAL_DOMAIN: 'example.social', S3_ENABLED: 'true', S3_BUCKET: 'media' }
  expect(readConfig(bucket).media).toMatchObject({
    rootUrl: 'https://s3-us-east-1.amazonaws.com/media',
    s3: {
      bucket: 'media',
      region: 'us-east-1',
      endpoint: null,
      isPathStyle: false,
      keyPrefix: '',
      sendsAcl: true,
      storageClass: null,
      openTimeoutMs: 5_000,
      readTimeoutMs: 5_000,
      retryLimit: 0,
      multipartThresholdBytes: 15_728_640,
      isSingleRequest: false,
      checksChecksums: false,
      credentials: null,
    },
  })
  const own = {
    ...bucket,
    S3_ENDPOINT: 'https://objects.example.org',
    S3_ALIAS_HOST: 'files.example.social',
    S3_KEY_PREFIX: '/social/',
    S3_PERMISSION: '',
    S3_STORAGE_CLASS: 'COLD',
    S3_FORCE_SINGLE_REQUEST: 'true',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
  }
  expect(readConfig(own).media).toMatchObject({
    rootUrl: 'https://files.example.social/social',
    s3: {
      endpoint: 'https://objects.example.org',
      isPathStyle: true,
      keyPrefix: 'social/',
      sendsAcl: false,
      storageClass: 'COLD',
      isSingleRequest: true,
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    },
  })
  expect(readConfig({ ...own, S3_OVERRIDE_PATH_STYLE: 'true' }).media.s3?.isPathStyle).toBe(false)
  expect(mistakesOf({ ...bucket, AWS_ACCESS_KEY_ID: 'id' })).toEqual([
    'AWS_SECRET_ACCESS_KEY is missing: write both halves of the key, or neither.',
  ])
  expect(mistakesOf({ ...LEAST, OAUTH_CLIENT_SECRET: 'secret' })).toEqual([
    'OAUTH_CLIENT_ID is missing: write both halves of the key, or neither.',
  ])
  expect(mistakesOf({ LOCAL_DOMAIN: 'example.social' })).toEqual([
    expect.stringContaining('PAPERCLIP_ROOT_PATH is missing'),
  ])
  for (const store of ['SWIFT', 'AZURE'])
    expect(mistakesOf({ ...LEAST, [`${store}_ENABLED`]: 'true' })).toEqual([
      expect.stringMatching(new RegExp(`^${store}_ENABLED is true, but Howdah does not support`)),
    ])
})

test('authorities of the database are a file, or those of the machine', () => {
  const given = { LOCAL_DOMAIN: 'example.social', PAPERCLIP_ROOT_PATH: '/media' }
  const named = (path: string) => readConfig({ ...given, PGSSLROOTCERT: path }).database.sslRootCert
  expect(named('/etc/ca.pem')).toBe('/etc/ca.pem')
  expect([named('system'), named('')]).toEqual([null, null])
})

test('a replica is like the database in all that is not said of it', () => {
  const given = { LOCAL_DOMAIN: 'example.social', PAPERCLIP_ROOT_PATH: '/media', DB_PASS: 'secret' }
  expect(readConfig(given).replica).toBeNull()
  expect(
    readConfig({ ...given, REPLICA_DB_HOST: 'replica', DB_PORT: '6432' }).replica,
  ).toMatchObject({
    url: null,
    host: 'replica',
    port: 5432,
    name: 'mastodon_production',
    user: 'mastodon',
    password: 'secret',
    preparedStatements: true,
  })
  const pooled = {
    ...given,
    REPLICA_DATABASE_URL: 'postgresql://r/m',
    PREPARED_STATEMENTS: 'false',
  }
  expect(readConfig(pooled).replica).toMatchObject({
    url: 'postgresql://r/m',
    preparedStatements: false,
  })
})
