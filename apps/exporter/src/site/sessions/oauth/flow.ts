/**
 * One sign-in over the instance's own log-in page: where the browser is sent, what it must bring
 * back, and whose session it becomes.
 *
 * What must come back (the state, the secret of PKCE, the page to return to) waits in a cookie of
 * ten minutes, so that nothing is stored for visitors who never return. The code of the instance
 * works once; its token is used for one question and then revoked.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { webUrl } from '../../../mastodon/instance.ts'
import { findMember, type Member } from '../../../mastodon/members.ts'
import type { SiteDeps } from '../../context.ts'
import { ApplicationStore } from './application-store.ts'
import { InstanceClient, InstanceError, SCOPE } from './instance-client.ts'

export const CALLBACK_PATH = '/login/oauth/callback'

/** What waits in the browser while its owner is at the instance. */
const WAITING = z.object({
  state: z.string().min(20),
  /** Null where the instance has no PKCE. */
  verifier: z.string().nullable(),
  returnTo: z.string(),
  /** Whether somebody who is logged in proves who they are, rather than logs in. */
  isProof: z.boolean().default(false),
})

export type WaitingFlow = z.output<typeof WAITING>

export interface BegunFlow {
  readonly authorizeUrl: string
  readonly waiting: WaitingFlow
}

export type FlowEnd =
  | { readonly kind: 'welcome'; readonly member: Member; readonly permissions: bigint }
  /** The answer does not belong to a sign-in that began in this browser. */
  | { readonly kind: 'not-ours' }
  /** The member said no, or the instance did. */
  | { readonly kind: 'denied' }
  | { readonly kind: 'member-refused' }
  /** The instance knows a member that our database does not: two different servers. */
  | { readonly kind: 'stranger' }

export class OauthFlow {
  readonly #deps: Pick<SiteDeps, 'db'>
  readonly #client: InstanceClient
  readonly #applications: ApplicationStore
  readonly #redirectUri: string

  constructor({ db, config }: Pick<SiteDeps, 'db' | 'config'>) {
    this.#deps = { db }
    this.#client = new InstanceClient({ url: config.signIn.instanceUrl, webUrl: webUrl(config) })
    this.#redirectUri = config.publicUrl + CALLBACK_PATH
    this.#applications = new ApplicationStore({
      db,
      settings: config.signIn,
      client: this.#client,
      redirectUri: this.#redirectUri,
    })
  }

  /** @throws InstanceError when the instance does not answer */
  async begin(returnTo: string, { isProof = false } = {}): Promise<BegunFlow> {
    const [server, application] = await Promise.all([
      this.#client.authorizationServer(),
      this.#applications.get(),
    ])
    const state = secret()
    const verifier = server.hasPkce ? secret() : null
    const url = new URL(server.authorizeUrl)
    const parameters = {
      response_type: 'code',
      client_id: application.clientId,
      redirect_uri: this.#redirectUri,
      scope: SCOPE,
      state,
      // Mastodon then asks for the password of those whom it knows already, too.
      ...(isProof ? { force_login: 'true' } : {}),
      ...(verifier === null ? {} : challengeOf(verifier)),
    }
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    return { authorizeUrl: url.href, waiting: { state, verifier, returnTo, isProof } }
  }

  /** @throws InstanceError when the instance does not answer, or no longer knows us */
  async finish(answer: URLSearchParams, waiting: WaitingFlow | null): Promise<FlowEnd> {
    if (waiting === null || !isSame(answer.get('state') ?? '', waiting.state)) {
      return { kind: 'not-ours' }
    }
    const code = answer.get('code')
    if (code === null || code === '') return { kind: 'denied' }
    try {
      return await this.#exchange(code, waiting)
    } catch (error) {
      if (!(error instanceof InstanceError)) throw error
      if (error.code === 'bad-code') return { kind: 'denied' }
      if (error.code === 'member-refused') return { kind: 'member-refused' }
      if (error.code === 'unknown-application') await this.#applications.forget()
      throw error
    }
  }

  async #exchange(code: string, { verifier }: WaitingFlow): Promise<FlowEnd> {
    const [server, application] = await Promise.all([
      this.#client.authorizationServer(),
      this.#applications.get(),
    ])
    const grant = { code, redirectUri: this.#redirectUri, verifier }
    const token = await this.#client.exchange(server.tokenPath, application, grant)
    try {
      const account = await this.#client.verify(token)
      const member = await findMember(this.#deps.db, { accountId: account.accountId })
      const isSameName = member?.username.toLowerCase() === account.username.toLowerCase()
      if (member === null || !isSameName) return { kind: 'stranger' }
      return { kind: 'welcome', member, permissions: account.permissions }
    } finally {
      await this.#client.revoke(server.revokePath, application, token)
    }
  }
}

/** For the cookie. */
export function packFlow(flow: WaitingFlow): string {
  return Buffer.from(JSON.stringify(flow)).toString('base64url')
}

/** Null for anything that is not one. */
export function unpackFlow(text: string): WaitingFlow | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return WAITING.safeParse(value).data ?? null
  } catch {
    return null // Somebody else's cookie.
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

function challengeOf(verifier: string): Record<string, string> {
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  return { code_challenge: challenge, code_challenge_method: 'S256' }
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
