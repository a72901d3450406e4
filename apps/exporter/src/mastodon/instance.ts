/** The Mastodon server as its members' archives name it: domains, scheme, version. */

export interface Instance {
  /** In addresses and tag URIs: `example.social` of `@ada@example.social`. */
  readonly localDomain: string
  /** In URLs; the same as `localDomain` unless WEB_DOMAIN is set. */
  readonly webDomain: string
  readonly https: boolean
  /** Where uploaded files are served: a path, or a full URL of another host. Default "/system". */
  readonly mediaRootUrl: string
  /** Decides keys, contexts and text rules. */
  readonly version: '4.5'
}

/** Scheme and domain of the server's pages, without a slash at the end. */
export function webUrl(instance: Instance): string {
  return `${instance.https ? 'https' : 'http'}://${instance.webDomain}`
}

/** The public address of an uploaded file. */
export function mediaUrl(instance: Instance, storageKey: string): string {
  const root = instance.mediaRootUrl.replace(/\/+$/, '')
  const isAbsolute = /^https?:\/\//.test(root)
  return `${isAbsolute ? root : webUrl(instance) + root}/${storageKey}`
}
