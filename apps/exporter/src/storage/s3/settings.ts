/** Where a bucket is and how it wants to be spoken to. */

export interface S3Settings {
  readonly bucket: string
  readonly region: string
  /** Null: Amazon's own endpoint of the region. */
  readonly endpoint: string | null
  /** `https://endpoint/bucket/key` instead of `https://bucket.endpoint/key`. */
  readonly isPathStyle: boolean
  /** In front of every key, with a slash at its end; "" without one. */
  readonly keyPrefix: string
  /** False where buckets know no ACLs: then none is sent. Archives are private in either case. */
  readonly sendsAcl: boolean
  /** Null: the bucket's own default. */
  readonly storageClass: string | null
  readonly openTimeoutMs: number
  /** Silence on an open connection. */
  readonly readTimeoutMs: number
  /** Tries of the AWS library beside our own. */
  readonly retryLimit: number
  /** Smaller files go up in one request. */
  readonly multipartThresholdBytes: number
  /** Never in parts; such a file may weigh 5 GiB at most. */
  readonly isSingleRequest: boolean
  /** Asks for checksums with what is read, and compares them. */
  readonly checksChecksums: boolean
  /** Null: wherever the AWS library finds them (instance role, profile, web identity). */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null
}
