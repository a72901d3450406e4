/** New job identities: 12 random bytes as 24 lower-case hex digits, as Sidekiq makes them. */
import { randomFillSync } from 'node:crypto'
import type { Jid } from './payload.ts'

const JID_BYTES = 12

/** One call into the system's random source serves this many jids: it costs more than the hex. */
const POOL_JIDS = 256

const pool = Buffer.alloc(JID_BYTES * POOL_JIDS)
let used = pool.length

/** A new, random jid. */
export function createJid(): Jid {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const jid = pool.toString('hex', used, used + JID_BYTES)
  used += JID_BYTES
  return jid
}
