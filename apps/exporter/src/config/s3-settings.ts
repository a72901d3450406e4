/** Mastodon's S3 variables → the bucket, and the mistakes that only show together. */
import type { S3Settings } from '../storage/s3/settings.ts'
import type { Environment } from './env-file.ts'
import { missingHalf } from './missing-half.ts'
import type { Variables } from './variables.ts'

const OTHER_STORES = { SWIFT: 'OpenStack Swift', AZURE: 'Azure Blob Storage' }

/** @param environment as it was given: there, an empty `S3_PERMISSION` means something */
export function toS3(env: Variables, environment: Environment): S3Settings | null {
  if (!env.S3_ENABLED || env.S3_BUCKET === undefined) return null
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  const prefix = env.S3_KEY_PREFIX.replaceAll(/^\/+|\/+$/g, '')
  return {
    bucket: env.S3_BUCKET,
    region: env.S3_REGION,
    endpoint: env.S3_ENDPOINT ?? null,
    // As in Mastodon: an endpoint of one's own is asked by path, unless that is overridden.
    isPathStyle: env.S3_ENDPOINT !== undefined && !env.S3_OVERRIDE_PATH_STYLE,
    keyPrefix: prefix === '' ? '' : `${prefix}/`,
    sendsAcl: environment['S3_PERMISSION'] !== '',
    storageClass: env.S3_STORAGE_CLASS ?? null,
    openTimeoutMs: env.S3_OPEN_TIMEOUT * 1_000,
    readTimeoutMs: env.S3_READ_TIMEOUT * 1_000,
    retryLimit: env.S3_RETRY_LIMIT,
    multipartThresholdBytes: env.S3_MULTIPART_THRESHOLD,
    isSingleRequest: env.S3_FORCE_SINGLE_REQUEST,
    checksChecksums: env.S3_ENABLE_CHECKSUM_MODE,
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? null
        : { accessKeyId, secretAccessKey },
  }
}

/**
 * Where the public finds media: on the server or the host that stands before it; under an alias of
 * the bucket, or in the bucket itself, always by path there.
 */
export function toMediaRootUrl(env: Variables): string {
  if (!env.S3_ENABLED || env.S3_BUCKET === undefined) return toFolderUrl(env)
  const prefix = env.S3_KEY_PREFIX.replaceAll(/^\/+|\/+$/g, '')
  const alias = env.S3_ALIAS_HOST ?? env.S3_CLOUDFRONT_HOST
  const host = alias ?? `${env.S3_HOSTNAME ?? `s3-${env.S3_REGION}.amazonaws.com`}/${env.S3_BUCKET}`
  return `${env.S3_PROTOCOL}://${host}${prefix === '' ? '' : `/${prefix}`}`
}

/** Without `CDN_HOST` a path, which belongs to the server's own domain. */
function toFolderUrl({ PAPERCLIP_ROOT_URL: root, CDN_HOST: host }: Variables): string {
  if (host === undefined || !root.startsWith('/')) return root
  const bare = host.replace(/\/+$/, '')
  return (/^https?:\/\//i.test(bare) ? bare : `https://${bare.replace(/^\/+/, '')}`) + root
}

/** Settings of Mastodon that would make us read or write in the wrong place if we ignored them. */
export function storageMistakes(given: Readonly<Record<string, string>>): string[] {
  const isOn = (name: string): boolean => given[name]?.toLowerCase() === 'true'
  const mistakes = Object.entries(OTHER_STORES)
    .filter(([prefix]) => isOn(`${prefix}_ENABLED`))
    .map(
      ([prefix, name]) =>
        `${prefix}_ENABLED is true, but Howdah does not support media in ${name} yet; it reads ` +
        'them from a local folder (PAPERCLIP_ROOT_PATH) or from S3 (S3_ENABLED).',
    )
  if (!isOn('S3_ENABLED')) {
    if (given['PAPERCLIP_ROOT_PATH'] === undefined && mistakes.length === 0) mistakes.push(NO_ROOT)
    return mistakes
  }
  if (given['S3_BUCKET'] === undefined) {
    mistakes.push("S3_BUCKET is missing: the bucket of Mastodon's media.")
  }
  mistakes.push(...missingHalf(given, ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']))
  return mistakes
}

const NO_ROOT =
  "PAPERCLIP_ROOT_PATH is missing: the folder of Mastodon's media, such as " +
  '/home/mastodon/live/public/system.'
