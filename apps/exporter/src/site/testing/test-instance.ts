/**
 * The part of Mastodon that a log-in needs, as a real HTTP server: applications, an authorization
 * server that checks PKCE as RFC 7636 says, and whose token it is.
 */
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'

export interface TestAccount {
  readonly id: string
  readonly username: string
  readonly permissions: string
  /** The API is closed to suspended, moved and disabled members. */
  readonly isRefused?: boolean
}

export interface TestInstance {
  readonly url: string
  /**
   * Where browsers reach it. As Mastodon, it then refuses what is asked of another domain or not over
   * https; null: it answers anybody.
   */
  webUrl: string | null
  /** Who is logged in at the instance, and says yes. Null says no. */
  account: TestAccount | null
  /** Before 4.3 there was no metadata and no PKCE. */
  isOld: boolean
  readonly registrations: readonly string[]
  readonly revoked: readonly string[]
  readonly challenges: readonly (string | null)[]
  forgetApplications(): void
  stop(): Promise<void>
}

interface Grant {
  readonly account: TestAccount
  readonly clientId: string
  readonly redirectUri: string
  readonly challenge: string | null
}

interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly location?: string
}

export async function startTestInstance(): Promise<TestInstance> {
  const instance = new Instance()
  const server = createServer((request, response) => void instance.serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  instance.url = `http://127.0.0.1:${port}`
  instance.stop = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return instance
}

class Instance implements TestInstance {
  url = ''
  webUrl: string | null = null
  account: TestAccount | null = null
  isOld = false
  readonly registrations: string[] = []
  readonly revoked: string[] = []
  readonly challenges: (string | null)[] = []
  stop: () => Promise<void> = async () => {}
  readonly #secrets = new Map<string, string>()
  readonly #codes = new Map<string, Grant>()
  readonly #tokens = new Map<string, TestAccount>()

  forgetApplications(): void {
    this.#secrets.clear()
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '')
    const refused = url.pathname === '/oauth/authorize' ? null : this.#refusal(request.headers)
    const { status, body, location } = refused ?? this.#answer(url, form, token)
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(location && { location }),
    })
    response.end(JSON.stringify(body ?? {}))
  }

  #refusal(headers: IncomingHttpHeaders): Answer | null {
    if (this.webUrl === null) return null
    const { host, protocol, href } = new URL(this.webUrl)
    if (headers.host !== host) return { status: 403 }
    const isHttps = protocol === 'http:' || headers['x-forwarded-proto'] === 'https'
    return isHttps ? null : { status: 301, location: href }
  }

  #answer(url: URL, form: URLSearchParams, token: string): Answer {
    switch (url.pathname) {
      case '/.well-known/oauth-authorization-server':
        return this.isOld ? { status: 404 } : { status: 200, body: this.#metadata() }
      case '/api/v1/apps':
        return this.#register(form)
      case '/oauth/authorize':
        return this.#authorize(url.searchParams)
      case '/oauth/token':
        return this.#exchange(form)
      case '/oauth/revoke':
        this.revoked.push(form.get('token') ?? '')
        this.#tokens.delete(form.get('token') ?? '')
        return { status: 200 }
      case '/api/v1/accounts/verify_credentials':
        return this.#verify(token)
      default:
        return { status: 404 }
    }
  }

  #metadata(): unknown {
    const web = this.webUrl ?? this.url
    return {
      issuer: web,
      authorization_endpoint: `${web}/oauth/authorize`,
      token_endpoint: `${web}/oauth/token`,
      revocation_endpoint: `${web}/oauth/revoke`,
      code_challenge_methods_supported: ['S256'],
    }
  }

  #register(form: URLSearchParams): Answer {
    const clientId = `app${this.registrations.length + 1}`
    this.registrations.push(form.get('redirect_uris') ?? '')
    this.#secrets.set(clientId, randomBytes(8).toString('hex'))
    const client_secret = this.#secrets.get(clientId)
    return { status: 200, body: { id: '1', client_id: clientId, client_secret } }
  }

  #authorize(query: URLSearchParams): Answer {
    const redirectUri = query.get('redirect_uri') ?? ''
    const back = new URL(redirectUri)
    back.searchParams.set('state', query.get('state') ?? '')
    if (this.account === null) {
      back.searchParams.set('error', 'access_denied')
      return { status: 302, location: back.href }
    }
    const challenge = query.get('code_challenge')
    this.challenges.push(challenge)
    const code = randomBytes(8).toString('hex')
    const clientId = query.get('client_id') ?? ''
    this.#codes.set(code, { account: this.account, clientId, redirectUri, challenge })
    back.searchParams.set('code', code)
    return { status: 302, location: back.href }
  }

  #exchange(form: URLSearchParams): Answer {
    const clientId = form.get('client_id') ?? ''
    if (this.#secrets.get(clientId) !== form.get('client_secret')) {
      return { status: 401, body: { error: 'invalid_client' } }
    }
    const code = form.get('code') ?? ''
    const grant = this.#codes.get(code)
    this.#codes.delete(code)
    const isRight =
      grant?.clientId === clientId &&
      grant.redirectUri === form.get('redirect_uri') &&
      isProof(grant.challenge, form.get('code_verifier'))
    if (!isRight) return { status: 400, body: { error: 'invalid_grant' } }
    const token = randomBytes(8).toString('hex')
    this.#tokens.set(token, grant.account)
    return { status: 200, body: { access_token: token, token_type: 'Bearer' } }
  }

  #verify(token: string): Answer {
    const account = this.#tokens.get(token)
    if (account === undefined) return { status: 401 }
    if (account.isRefused === true) return { status: 403 }
    const { id, username, permissions } = account
    return { status: 200, body: { id, username, acct: username, role: { id: '3', permissions } } }
  }
}

/** RFC 7636, 4.6. */
function isProof(challenge: string | null, verifier: string | null): boolean {
  if (challenge === null) return verifier === null
  return (
    createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url') === challenge
  )
}
