/**
 * Where the database is and how it wants to be encrypted: from a whole address, as Rails and libpq
 * read one, or from its parts.
 *
 * `pg` gives `sslmode` in an address another meaning than libpq: it checks the certificate for
 * `require`, which most hosted servers fail, and knows no `prefer`. So it is taken out of the address.
 */
import type { PoolConfig } from 'pg'
import type { DatabaseSettings } from './config/config.ts'

type SslMode = DatabaseSettings['sslMode']

export interface DatabaseAddress {
  /** For `pg`, without a word about encryption unless `sslMode` is null. */
  readonly connection: PoolConfig
  /** A name, an address, or the folder of a socket. */
  readonly host: string
  readonly port: number
  /** Null: the address says it in a way that `pg` reads as it is meant. */
  readonly sslMode: SslMode | null
}

const DEFAULT_PORT = 5432
const SSL_MODES: readonly SslMode[] = [
  'disable',
  'allow',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
]

export function databaseAddress(settings: DatabaseSettings): DatabaseAddress {
  return settings.url === null ? fromParts(settings) : fromUrl(settings.url, settings.sslMode)
}

function fromParts({ host, port, name, user, password, sslMode }: DatabaseSettings) {
  const credentials = password === null ? { user } : { user, password }
  return { connection: { host, port, database: name, ...credentials }, host, port, sslMode }
}

/** @param usual what holds when the address says nothing: `DB_SSLMODE` */
function fromUrl(text: string, usual: SslMode): DatabaseAddress {
  const url = new URL(text)
  const { searchParams: given } = url
  const host = given.get('host') ?? decodeURIComponent(url.hostname).replace(/^\[|\]$/g, '')
  const port = Number(given.get('port') ?? (url.port === '' ? DEFAULT_PORT : url.port))
  const place = { host: host === '' ? 'localhost' : host, port }
  const wanted = given.get('sslmode')
  const sslMode = wanted === null ? usual : SSL_MODES.find((mode) => mode === wanted)
  if (sslMode === undefined)
    return { connection: { connectionString: text }, ...place, sslMode: null }
  if (given.has('sslrootcert') || given.has('sslcert')) {
    // It names files, which `pg` reads by itself; this makes it mean the same by the modes.
    given.set('sslmode', sslMode)
    given.set('uselibpqcompat', 'true')
    return { connection: { connectionString: url.href }, ...place, sslMode: null }
  }
  given.delete('sslmode')
  return { connection: { connectionString: url.href }, ...place, sslMode }
}
