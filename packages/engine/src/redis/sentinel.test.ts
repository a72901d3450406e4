/** A client before and after a failover, with a real Sentinel and without. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Client } from '../client/client.ts'
import { RedisReplyError } from '../errors.ts'
import { startRedisServer } from '../testing/redis-server.ts'
import { connectRedis } from './ioredis-client.ts'
import { countScript } from './process-scripts.ts'

const PATIENCE = { timeout: 60_000, interval: 100 }

test('A client finds the primary through Sentinel, and the new one after a failover', async () => {
  const [first, second] = [await server(), await server()]
  const replica = client({ url: second.url })
  await replica.call('REPLICAOF', '127.0.0.1', first.port)
  await vi.waitFor(
    async () =>
      expect(String(await replica.call('INFO', 'replication'))).toContain('link_status:up'),
    PATIENCE,
  )
  const sentinelPort = await startSentinel(first.port)
  const sentinel = { addresses: [{ host: '127.0.0.1', port: sentinelPort }], primaryName: 'group' }
  const redis = client({ url: 'redis://group/0', sentinel })
  await vi.waitFor(async () => expect(await redis.call('SET', 'kept', 'yes')).toBe('OK'), PATIENCE)

  const boss = client({ url: `redis://127.0.0.1:${sentinelPort}` })
  await vi.waitFor(
    async () => expect(await boss.call('SENTINEL', 'FAILOVER', 'group')).toBe('OK'),
    PATIENCE,
  )

  await vi.waitFor(async () => {
    expect(await redis.call('SET', 'after', 'failover')).toBe('OK')
    expect(await replica.call('GET', 'after')).toBe('failover')
    expect(String(await replica.call('INFO', 'replication'))).toContain('role:master')
  }, PATIENCE)
  expect(await redis.call('GET', 'kept')).toBe('yes')
}, 180_000)

test('A push to a server that has become a replica is repeated on the new primary, once', async () => {
  const [old, fresh] = [await server(), await server()]
  await client({ url: old.url }).call('REPLICAOF', '127.0.0.1', fresh.port)
  // The address stays, and who answers there changes: as behind a proxy, or a name in the DNS.
  let connections = 0
  const address = createServer((socket) => {
    connections += 1
    const upstream = connect(connections === 1 ? old.port : fresh.port, '127.0.0.1')
    socket.pipe(upstream).pipe(socket)
    for (const end of [socket, upstream]) end.on('error', () => socket.destroy())
  }).listen(0, '127.0.0.1')
  await once(address, 'listening')
  onTestFinished(() => void address.close())
  const url = `redis://127.0.0.1:${(address.address() as AddressInfo).port}/0`
  const redis = client({ url })
  expect(await new Client({ redis }).push({ class: 'X', args: [] })).toMatch(/^[0-9a-f]{24}$/)
  expect(await client({ url: fresh.url }).call('LLEN', 'queue:default')).toBe(1)
  expect(connections).toBe(2)

  // One answer is believed: a server that stays a replica is an error, for scripts and transactions too.
  await client({ url: fresh.url }).call('REPLICAOF', '127.0.0.1', '1')
  await expect(redis.call('SET', 'a', 'b')).rejects.toThrow('READONLY')
  await expect(redis.multi([['SET', 'a', 'b']])).rejects.toThrow(RedisReplyError)
  await expect(redis.run(countScript, COUNTED)).rejects.toThrow('READONLY')
}, 180_000)

const COUNTED = { day: '2026-11-26', processed: 1, failed: 0, finished: new Map(), ttlSeconds: 60 }

async function server() {
  const started = await startRedisServer({})
  onTestFinished(() => started.stop())
  return started
}

function client(settings: Parameters<typeof connectRedis>[0]) {
  const redis = connectRedis(settings)
  onTestFinished(() => redis.disconnect())
  return redis
}

async function startSentinel(primaryPort: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-'))
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  const file = join(folder, 'sentinel.conf')
  await writeFile(
    file,
    `port ${port}\nbind 127.0.0.1\ndir ${folder}\nsentinel monitor group 127.0.0.1 ${primaryPort} 1\n`,
  )
  const running = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' })
  onTestFinished(async () => {
    running.kill('SIGKILL')
    if (running.exitCode === null && running.signalCode === null) await once(running, 'exit')
    await rm(folder, { recursive: true, force: true })
  })
  return port
}
