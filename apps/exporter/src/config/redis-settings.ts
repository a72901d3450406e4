/** Which Redis holds Sidekiq's queues: Mastodon's variables → one address, or Sentinels to ask. */
import type { RedisSettings, SentinelSettings } from '@howdah/engine'
import type { Variables } from './variables.ts'

interface RedisParts {
  readonly host: string | undefined
  readonly port: number
  readonly db: number
  readonly user: string | undefined
  readonly password: string | undefined
  readonly sentinel: SentinelSettings | null
}

/** Sidekiq's own Redis first, then the common one; of each an address first, then its parts. */
export function toRedis(env: Variables): RedisSettings & { readonly namespace: string } {
  const namespace = env.REDIS_NAMESPACE
  if (env.SIDEKIQ_REDIS_URL !== undefined) return { url: env.SIDEKIQ_REDIS_URL, namespace }
  const own = ownParts(env)
  if (own.host !== undefined || own.sentinel !== null) return { ...fromParts(own), namespace }
  if (env.REDIS_URL !== undefined) return { url: env.REDIS_URL, namespace }
  return { ...fromParts(commonParts(env)), namespace }
}

function ownParts(env: Variables): RedisParts {
  return {
    host: env.SIDEKIQ_REDIS_HOST,
    port: env.SIDEKIQ_REDIS_PORT,
    db: env.SIDEKIQ_REDIS_DB,
    user: env.SIDEKIQ_REDIS_USER,
    password: env.SIDEKIQ_REDIS_PASSWORD,
    sentinel: toSentinel(env.SIDEKIQ_REDIS_SENTINELS, {
      primaryName: env.SIDEKIQ_REDIS_SENTINEL_MASTER,
      port: env.SIDEKIQ_REDIS_SENTINEL_PORT,
      user: env.SIDEKIQ_REDIS_SENTINEL_USERNAME,
      password: env.SIDEKIQ_REDIS_SENTINEL_PASSWORD,
    }),
  }
}

function commonParts(env: Variables): RedisParts {
  return {
    host: env.REDIS_HOST,
    port: env.REDIS_PORT,
    db: env.REDIS_DB,
    user: env.REDIS_USER,
    password: env.REDIS_PASSWORD,
    sentinel: toSentinel(env.REDIS_SENTINELS, {
      primaryName: env.REDIS_SENTINEL_MASTER,
      port: env.REDIS_SENTINEL_PORT,
      user: env.REDIS_SENTINEL_USERNAME,
      password: env.REDIS_SENTINEL_PASSWORD,
    }),
  }
}

function toSentinel(
  list: string | undefined,
  rest: {
    readonly primaryName: string
    readonly port: number
    readonly user: string | undefined
    readonly password: string | undefined
  },
): SentinelSettings | null {
  if (list === undefined) return null
  return {
    addresses: list.split(',').map((address) => {
      const [host = '', port] = address.trim().split(':')
      return { host, port: port === undefined ? rest.port : Number(port) }
    }),
    primaryName: rest.primaryName,
    ...(rest.user === undefined ? {} : { user: rest.user }),
    ...(rest.password === undefined ? {} : { password: rest.password }),
  }
}

/** With Sentinels the name of the group stands in the place of the host, for messages. */
function fromParts(parts: RedisParts): RedisSettings {
  const { sentinel } = parts
  const user = encodeURIComponent(parts.user ?? '')
  const credentials =
    parts.password === undefined ? '' : `${user}:${encodeURIComponent(parts.password)}@`
  if (sentinel !== null) {
    return { url: `redis://${credentials}${sentinel.primaryName}/${parts.db}`, sentinel }
  }
  return { url: `redis://${credentials}${hostOf(parts)}:${parts.port}/${parts.db}` }
}

/** An address of IPv6 has colons itself. */
function hostOf({ host = 'localhost' }: RedisParts): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}
