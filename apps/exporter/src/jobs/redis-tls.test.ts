/** A Redis that speaks TLS alone, with a certificate that a private authority has signed. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { startExportHome } from '../testing/export-home.ts'
import { startTlsRedis } from '../testing/tls-redis.ts'
import { startWorker } from '../testing/worker.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

test('a worker that trusts the authority builds archives over it; one that does not says why', async () => {
  const { server, url, certificate, stop } = await startTlsRedis()
  onTestFinished(stop)
  const home = await startExportHome()
  onTestFinished(() => home.stop())
  const ada = await home.addMember('ada', { posts: 1 })
  const { exports, ledger } = home.services
  const result = await exports.request(ada, 'backup', 'root')
  if (result.kind !== 'accepted') throw new Error(result.kind)
  // The job is moved over as it would be pushed there.
  const [job] = (await home.services.redis.call('LRANGE', 'queue:export', 0, -1)) as string[]
  await server.redis.call('LPUSH', 'queue:export', String(job))
  await server.redis.call('SADD', 'queues', 'export')
  const env = { ...home.env, REDIS_URL: url }
  await expect(startWorker(env)).rejects.toThrow(/self-signed certificate/)
  const worker = await startWorker({ ...env, NODE_EXTRA_CA_CERTS: certificate })
  onTestFinished(() => worker.end('SIGTERM').then(() => undefined))
  await expect
    .poll(async () => (await ledger.get(result.export.id))?.state, { timeout: 60_000 })
    .toBe('done')
})
