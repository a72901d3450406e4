/**
 * What Howdah asks of Mastodon over HTTP: what its authorization server can do, an application of
 * our own, a token for a code, and who that token belongs to.
 */
import { z } from 'zod'
import {
  askInstance,
  type InstanceAddress,
  type InstanceAnswer,
  type InstanceQuestion,
} from '../../../mastodon/instance-request.ts'

export type InstanceErrorCode =
  /** It does not answer, or not as Mastodon does. */
  | 'unreachable'
  /** It does not know our application (any more). */
  | 'unknown-application'
  /** The code is used up, too old, or not ours. */
  | 'bad-code'
  /** The API is closed to this member: suspended, moved, disabled, not confirmed. */
  | 'member-refused'

export class InstanceError extends Error {
  readonly code: InstanceErrorCode

  constructor(code: InstanceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'InstanceError'
    this.code = code
  }
}

/** An application that the instance knows. */
export interface Application {
  readonly clientId: string
  readonly clientSecret: string
}

/** Where the log-in page and the tokens are. */
export interface AuthorizationServer {
  /** For browsers. */
  readonly authorizeUrl: string
  readonly tokenPath: string
  readonly revokePath: string
  /** PKCE with S256: Mastodon 4.3 and later. */
  readonly hasPkce: boolean
}

/** Whom a token belongs to. */
export interface VerifiedAccount {
  readonly accountId: string
  readonly username: string
  /** The bits of the role as the instance computes them. */
  readonly permissions: bigint
}

const METADATA = z.object({
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  revocation_endpoint: z.url().optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
})

const APPLICATION = z.object({ client_id: z.string().min(1), client_secret: z.string().min(1) })

const TOKEN = z.object({ access_token: z.string().min(1) })

const ACCOUNT = z.object({
  id: z.string().regex(/^\d{1,19}$/),
  username: z.string(),
  role: z.object({ permissions: z.string().regex(/^\d{1,19}$/) }).nullish(),
})

/** Identity and role, and nothing else; `profile` alone would do from 4.3 on. */
export const SCOPE = 'read:accounts'

export class InstanceClient {
  readonly #address: InstanceAddress

  constructor(address: InstanceAddress) {
    this.#address = address
  }

  /** @throws {@link InstanceError} `unreachable` */
  async authorizationServer(): Promise<AuthorizationServer> {
    const response = await this.#ask('/.well-known/oauth-authorization-server')
    // Mastodon before 4.3 has no such page, and no PKCE.
    const found = isOk(response) ? METADATA.safeParse(readJson(response)) : null
    const metadata = found?.success === true ? found.data : null
    return {
      authorizeUrl: metadata?.authorization_endpoint ?? `${this.#address.webUrl}/oauth/authorize`,
      // Paths: what the instance names is for the outside, which this machine may not reach.
      tokenPath: pathOf(metadata?.token_endpoint) ?? '/oauth/token',
      revokePath: pathOf(metadata?.revocation_endpoint) ?? '/oauth/revoke',
      hasPkce: metadata?.code_challenge_methods_supported?.includes('S256') ?? false,
    }
  }

  /** Makes us known to the instance; it needs nobody's permission. */
  async register(redirectUri: string): Promise<Application> {
    const response = await this.#ask('/api/v1/apps', {
      form: {
        client_name: 'Howdah (data exports)',
        redirect_uris: redirectUri,
        scopes: SCOPE,
      },
    })
    const found = APPLICATION.safeParse(readJson(response))
    if (!isOk(response) || !found.success) throw this.#unexpected('/api/v1/apps', response)
    return { clientId: found.data.client_id, clientSecret: found.data.client_secret }
  }

  /** @throws {@link InstanceError} `bad-code` or `unknown-application` */
  async exchange(
    tokenPath: string,
    application: Application,
    grant: {
      readonly code: string
      readonly redirectUri: string
      readonly verifier: string | null
    },
  ): Promise<string> {
    const response = await this.#ask(tokenPath, {
      form: {
        grant_type: 'authorization_code',
        client_id: application.clientId,
        client_secret: application.clientSecret,
        code: grant.code,
        redirect_uri: grant.redirectUri,
        scope: SCOPE,
        ...(grant.verifier === null ? {} : { code_verifier: grant.verifier }),
      },
    })
    const body = readJson(response)
    const found = TOKEN.safeParse(body)
    if (isOk(response) && found.success) return found.data.access_token
    const reason = z.object({ error: z.string() }).safeParse(body)
    if (reason.data?.error === 'invalid_client') {
      throw new InstanceError('unknown-application', 'The instance does not know our application.')
    }
    if (response.status < 500) throw new InstanceError('bad-code', 'The code was not accepted.')
    throw this.#unexpected('the token endpoint', response)
  }

  /** @throws {@link InstanceError} `member-refused` for members whom the API is closed to */
  async verify(token: string): Promise<VerifiedAccount> {
    const path = '/api/v1/accounts/verify_credentials'
    const response = await this.#ask(path, { headers: { authorization: `Bearer ${token}` } })
    if (response.status === 403) {
      throw new InstanceError('member-refused', 'The API is closed to this member.')
    }
    const found = ACCOUNT.safeParse(readJson(response))
    if (!isOk(response) || !found.success) throw this.#unexpected(path, response)
    const { id, username, role } = found.data
    return { accountId: id, username, permissions: BigInt(role?.permissions ?? 0) }
  }

  /** The token is not needed again, and never kept. A failure is of no consequence. */
  async revoke(revokePath: string, application: Application, token: string): Promise<void> {
    const { clientId, clientSecret } = application
    const form = { client_id: clientId, client_secret: clientSecret, token }
    await this.#ask(revokePath, { form }).catch(() => null) // Mastodon's own list of applications lets a member take it back.
  }

  async #ask(path: string, question?: InstanceQuestion): Promise<InstanceAnswer> {
    try {
      return await askInstance(this.#address, path, question)
    } catch (error) {
      throw new InstanceError(
        'unreachable',
        `Mastodon does not answer at ${this.#address.url}. Check HOWDAH_MASTODON_URL.`,
        { cause: error },
      )
    }
  }

  #unexpected(what: string, response: InstanceAnswer): InstanceError {
    return new InstanceError(
      'unreachable',
      `${what} of ${this.#address.url} answered ${response.status}, which is not what Mastodon answers. ` +
        'Check HOWDAH_MASTODON_URL.',
    )
  }
}

function isOk({ status }: InstanceAnswer): boolean {
  return status >= 200 && status < 300
}

function readJson({ text }: InstanceAnswer): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // The caller then finds nothing that it looks for.
  }
}

function pathOf(url: string | undefined): string | null {
  return url === undefined ? null : new URL(url).pathname
}
