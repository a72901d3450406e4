/** The Mastodon server as its members' archives name it: domains, scheme, addresses of files. */

export interface Instance {
  /** In addresses and tag URIs: `example.social` of `@ada@example.social`. */
  readonly localDomain: string
  /** In URLs; the same as `localDomain` unless WEB_DOMAIN is set. */
  readonly webDomain: string
  readonly https: boolean
  /** Where uploaded files are served: a path, or a full URL of another host. Default "/system". */
  readonly mediaRootUrl: string
  /** What an attachment's `url` in the outbox is. */
  readonly attachmentUrls: AttachmentUrls
}

/**
 * `entry` – the name of the file's entry in the archive; `mastodon` – what Mastodon's own archives
 * have: the path of the file's public address, which is the entry's name only where files lie on the
 * server's own disk.
 */
export type AttachmentUrls = 'entry' | 'mastodon'

/** Scheme and domain of the server's pages, without a slash at the end. */
export function webUrl(instance: Pick<Instance, 'https' | 'webDomain'>): string {
  return `${instance.https ? 'https' : 'http'}://${instance.webDomain}`
}

/** The public address of an uploaded file. */
export function mediaUrl(instance: Instance, storageKey: string): string {
  const root = instance.mediaRootUrl.replace(/\/+$/, '')
  const isAbsolute = /^https?:\/\//.test(root)
  return `${isAbsolute ? root : webUrl(instance) + root}/${storageKey}`
}

/** The path of a file's public address as Mastodon's own archives have it. */
export function mediaPath(instance: Instance, storageKey: string): string {
  return new URL(mediaUrl(instance, storageKey)).pathname.replace(/^\/system\//, '')
}
