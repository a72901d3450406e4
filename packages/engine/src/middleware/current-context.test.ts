/** What surrounds a push reaches its job, in the form that Ruby's CurrentAttributes use. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Client } from '../client/client.ts'
import { defineJob } from '../job/definition.ts'
import { useEngine } from '../server/fixtures/use-engine.ts'
import { createCurrentContext, createLocaleContext } from './current-context.ts'

const engine = useEngine()

interface Current {
  readonly user_id: number
  readonly tenant?: { readonly name: string; readonly tags: readonly string[] }
}

describe('the current context', () => {
  test('flows from the push to the job, through a retry, and not beyond it', async () => {
    const current = createCurrentContext<Current>()
    const other = createCurrentContext<{ request_id: string }>({ key: 'cattr_1' })
    const locale = createLocaleContext()
    const contexts = [current, other, locale]
    const seen: unknown[] = []
    const job = defineJob({
      class: 'X',
      args: z.tuple([z.string()]),
      retryIn: () => 0.01,
      async perform([name], { attempt }) {
        await Promise.resolve()
        seen.push([name, attempt, current.get(), other.get(), locale.get()])
        if (name === 'retried' && attempt === 1) throw new RangeError('once more')
      },
    })
    const client = new Client({
      redis: engine.server().redis,
      middleware: contexts.map(({ clientMiddleware }) => clientMiddleware),
    })
    await current.run({ user_id: 42, tenant: { name: 'x', tags: ['a'] } }, () =>
      locale.run('de', async () => {
        await other.run({ request_id: 'r1' }, () => client.push(job, ['retried']))
      }),
    )
    await client.push(job, ['plain'])
    const [, raw = ''] = (await engine.call('LRANGE', 'queue:default', 0, -1)) as string[]
    expect(JSON.parse(raw)).toMatchObject({
      cattr: {
        user_id: 42,
        tenant: { name: 'x', tags: ['a'], _aj_hash_with_indifferent_access: true },
      },
      cattr_1: { request_id: 'r1' },
      locale: 'de',
    })
    await engine.launch([job], {
      random: () => 0,
      pollIntervalAverageSeconds: 0.1,
      middleware: contexts.map(({ serverMiddleware }) => serverMiddleware),
    })
    await expect.poll(() => engine.call('ZCARD', 'retry')).toBe(1)
    await engine.call('ZADD', 'retry', 'XX', 1, String(((await retries()) as string[])[0]))
    await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(3)
    const context = [
      { user_id: 42, tenant: { name: 'x', tags: ['a'] } },
      { request_id: 'r1' },
      'de',
    ]
    expect(seen).toEqual([
      ['retried', 1, ...context],
      ['plain', 1, undefined, undefined, undefined],
      ['retried', 2, ...context],
    ])
  })

  test('what a payload carries already is kept', async () => {
    const current = createCurrentContext<Current>()
    const payload = { class: 'X', args: [], jid: 'x', queue: 'q', cattr: { user_id: 1 } }
    await current.run({ user_id: 2 }, () => current.clientMiddleware(payload, async () => {}))
    expect(payload.cattr).toEqual({ user_id: 1 })
  })

  test('what Ruby writes arrives plain', async () => {
    const current = createCurrentContext()
    const cattr = {
      user: { _aj_globalid: 'gid://app/User/1' },
      role: { _aj_serialized: 'ActiveJob::Serializers::SymbolSerializer', value: 'admin' },
      options: {
        depth: 2,
        inner: { a: [null, { _aj_symbol_keys: [] }] },
        _aj_symbol_keys: ['depth'],
      },
    }
    const payload = { class: 'X', args: [], jid: 'x', queue: 'q', cattr }
    // The middleware reads nothing of the unit but its payload.
    const unit = { payload, queue: 'q' } as unknown as Parameters<
      typeof current.serverMiddleware
    >[0]
    await current.serverMiddleware(unit, async () => {
      expect(current.get()).toEqual({
        user: 'gid://app/User/1',
        role: 'admin',
        options: { depth: 2, inner: { a: [null, {}] } },
      })
    })
  })
})

const retries = () => engine.call('ZRANGE', 'retry', 0, -1)
