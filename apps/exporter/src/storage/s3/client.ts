/** The AWS library, set up for buckets of any maker. */
import { S3Client } from '@aws-sdk/client-s3'
import type { S3Settings } from './settings.ts'

const quiet = (): void => {}

/** Nothing connects before it is used. */
export function createS3Client(settings: S3Settings): S3Client {
  const { endpoint, credentials } = settings
  return new S3Client({
    region: settings.region,
    forcePathStyle: settings.isPathStyle,
    maxAttempts: 1 + settings.retryLimit,
    // Checksums in trailers are Amazon's alone: Ceph, Garage and Backblaze refuse such requests.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: settings.checksChecksums ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
    // What goes wrong is thrown, with words of ours; the library would write to the console as well.
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    requestHandler: {
      connectionTimeout: settings.openTimeoutMs,
      socketTimeout: settings.readTimeoutMs,
      // What is too slow is cut by the watch on silence; there is no limit for the whole of it.
      requestTimeout: 0,
    },
    ...(endpoint === null ? {} : { endpoint }),
    ...(credentials === null ? {} : { credentials }),
  })
}
