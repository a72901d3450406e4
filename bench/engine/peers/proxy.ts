/**
 * A network between a worker and Redis: passes bytes on, each chunk half a millisecond later.
 *
 * Timers of Node.js are only as fine as a millisecond. So while something is under way, this process
 * sleeps in slices of a twentieth of it and looks after its sockets in between.
 */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { monotonicMs, readTask, say } from './child.ts'

const DELAY_MS = 0.5
const SLICE_MS = 0.05

interface Chunk {
  readonly bytes: Buffer
  readonly to: Socket
  readonly atMs: number
}

const task = readTask()
const target = new URL(task.redisUrl)
const never = new Int32Array(new SharedArrayBuffer(4))
/** In the order of their times, because all are delayed alike. */
let underWay: Chunk[] = []
let isLooking = false

const server = createServer({ noDelay: true }, (client) => {
  const upstream = connect({
    port: Number(target.port),
    host: target.hostname,
    noDelay: true,
  })
  join(client, upstream)
  join(upstream, client)
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const port = address !== null && typeof address === 'object' ? address.port : 0
say({ event: 'listening', url: `redis://127.0.0.1:${port}/0` })

function join(from: Socket, to: Socket): void {
  from.on('data', (bytes) => {
    underWay.push({ bytes, to, atMs: monotonicMs() + DELAY_MS })
    if (isLooking) return
    isLooking = true
    setImmediate(look)
  })
  from.on('error', () => {}) // A worker was ended: `close` follows.
  from.on('close', () => to.destroy())
}

function look(): void {
  const nowMs = monotonicMs()
  const firstLate = underWay.findIndex(({ atMs }) => atMs > nowMs)
  const due = firstLate === -1 ? underWay : underWay.slice(0, firstLate)
  underWay = firstLate === -1 ? [] : underWay.slice(firstLate)
  for (const { bytes, to } of due) to.write(bytes)
  if (underWay.length === 0) {
    isLooking = false
    return
  }
  if (due.length === 0) Atomics.wait(never, 0, 0, SLICE_MS)
  setImmediate(look)
}
