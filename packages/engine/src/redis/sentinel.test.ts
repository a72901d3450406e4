/** A client behind a real Sentinel, before and after a failover. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startRedisServer } from '../testing/redis-server.ts'
import { connectRedis } from './ioredis-client.ts'

const PATIENCE = { timeout: 20_000, interval: 100 }

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
}, 60_000)

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
