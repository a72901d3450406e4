/**
 * Runs in a worker thread with a connection of its own and renews this process's sign of life.
 *
 * A handler that blocks the event loop for a minute blocks neither this thread nor its renewals: the
 * process counts as alive. A process that is stopped stops all its threads: it counts as dead.
 *
 * The key is only ever prolonged here, never made: a key that ran out may have meant a reaping in
 * the meantime, which the main thread must find out first.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { connectRedis } from '../redis/ioredis-client.ts'
import { Loop } from '../support/loop.ts'
import type { LivenessData, LivenessMessage } from './liveness.ts'

/** A renewal that fails is tried again each second, so that several may fail in one life. */
const RENEWALS_PER_LIFE = 2.5

function renewForever({ redis: settings, identity, ttlMs, renewedAtNs }: LivenessData): void {
  const redis = connectRedis(settings)
  const intervalMs = ttlMs / RENEWALS_PER_LIFE
  const times = new BigInt64Array(renewedAtNs)
  const turn = async (): Promise<number> => {
    const before = process.hrtime.bigint()
    const isAlive = Number(await redis.call('PEXPIRE', redis.keys.alive(identity), ttlMs)) === 1
    if (isAlive) Atomics.store(times, 0, before)
    say(isAlive ? 'renewed' : 'expired')
    return intervalMs
  }
  const loop = new Loop({
    turn,
    // Without Redis nothing works: the main thread says so, one voice is enough.
    onError: () => {},
    errorDelayMs: Math.min(1_000, intervalMs),
  })
  loop.start()
}

/** `renewed` is of interest only the first time: then renewals are known to work. */
function say(message: LivenessMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message)
}

renewForever(workerData as LivenessData)
