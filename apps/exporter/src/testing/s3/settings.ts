/** How to reach a test server's bucket. */
import { readConfig } from '../../config/read-config.ts'
import type { S3Settings } from '../../storage/s3/settings.ts'
import type { TestS3 } from './s3-server.ts'

/** As read from Mastodon's variables, with some fields changed. */
export function s3SettingsOf(s3: TestS3, change: Partial<S3Settings> = {}): S3Settings {
  const { media } = readConfig({ LOCAL_DOMAIN: 'example.social', ...s3.env })
  if (media.s3 === null) throw new Error('The variables name no bucket.')
  return { ...media.s3, ...change }
}
