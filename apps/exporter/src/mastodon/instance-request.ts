/**
 * Asks Mastodon over HTTP where this machine reaches it, which may be an address inside of the server,
 * `http://127.0.0.1:3000`.
 *
 * Mastodon answers only what is asked of its own domain, and over https only. Inside of the server a
 * request therefore says of itself what the proxy before Mastodon would say; `fetch` cannot.
 */
import { text } from 'node:stream/consumers'

const TIMEOUT_MS = 10_000

export interface InstanceAddress {
  /** Where this machine reaches it, without a slash at the end. */
  readonly url: string
  /** Where browsers reach it. */
  readonly webUrl: string
}

export interface InstanceQuestion {
  readonly headers?: Readonly<Record<string, string>>
  /** Makes it a POST. */
  readonly form?: Readonly<Record<string, string>>
  /** Default: 10 seconds. */
  readonly timeoutMs?: number
}

export interface InstanceAnswer {
  readonly status: number
  readonly text: string
}

/** @param path `/api/v2/instance`. Redirects are not followed. Rejects when nothing answers. */
export async function askInstance(
  address: InstanceAddress,
  path: string,
  { headers = {}, form, timeoutMs = TIMEOUT_MS }: InstanceQuestion = {},
): Promise<InstanceAnswer> {
  const url = new URL(path, address.url)
  const body = form === undefined ? null : new URLSearchParams(form).toString()
  const options = {
    method: body === null ? 'GET' : 'POST',
    headers: {
      accept: 'application/json',
      ...proxyHeaders(address),
      ...(body === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    signal: AbortSignal.timeout(timeoutMs),
  }
  // Loaded here: it is a tenth of the start of a command, and most ask nothing.
  const { request } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'))
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      text(response).then(
        (answered) => resolve({ status: response.statusCode ?? 0, text: answered }),
        reject,
      )
    })
    sent.on('error', reject)
    sent.end(body ?? undefined)
  })
}

/** None at the address that browsers use. */
function proxyHeaders({ url, webUrl }: InstanceAddress): Readonly<Record<string, string>> {
  const web = new URL(webUrl)
  if (new URL(url).origin === web.origin) return {}
  return { host: web.host, 'x-forwarded-proto': web.protocol.slice(0, -1) }
}
