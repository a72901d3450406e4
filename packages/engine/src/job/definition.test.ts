import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { Client, declareJob, defineJob, implementJob, referTo } from '../index.ts'
import { Queue } from '../api.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { validateArguments } from './arguments.ts'

let server: TestRedis
let client: Client

beforeAll(async () => {
  server = await startTestRedis()
  client = new Client({ redis: server.redis })
})
beforeEach(() => server.flush())
afterAll(() => server.stop())

const Person = z.object({ user_id: z.bigint(), name: z.string().default('nobody') })

test('a schema of one object is written as a list with that object', async () => {
  const greet = defineJob({ class: 'Greet', args: Person, perform: () => {} })
  await client.push(greet, { user_id: 42n })
  await client.pushBulk(greet, [{ user_id: 43n }])
  const { jobs } = await new Queue(server.redis, 'default').page({ offset: 0, limit: 9 })
  expect(jobs.map(({ argsJson }) => argsJson)).toEqual(['[{"user_id":42}]', '[{"user_id":43}]'])
})

test('a handler of such a job gets the object, parsed', async () => {
  const greet = defineJob({ class: 'Greet', args: Person, perform: () => {} })
  for (let run = 0; run < 2; run += 1) {
    const parsed = await validateArguments(greet, [{ user_id: 1n }])
    expect(parsed).toEqual({ user_id: 1n, name: 'nobody' })
  }
})

test('the error names the field of the object, or that there is none', async () => {
  const greet = defineJob({ class: 'Greet', args: Person, perform: () => {} })
  await expect(async () => validateArguments(greet, [{ user_id: 'x' }])).rejects.toThrow('user_id')
  await expect(async () => validateArguments(greet, [1, 2])).rejects.toThrow('expected object')
})

test('a tuple whose only element is an object stays a tuple', async () => {
  const greet = defineJob({ class: 'Greet', args: z.tuple([Person]), perform: () => {} })
  expect(await validateArguments(greet, [{ user_id: 1n }])).toEqual([
    { user_id: 1n, name: 'nobody' },
  ])
  await expect(async () => validateArguments(greet, [{}])).rejects.toThrow('args[0.user_id]')
})

test('a producer pushes what was only declared; a worker adds the handler', async () => {
  const greet = declareJob({ class: 'Greet', args: Person, queue: 'mail', retry: 3 })
  const names: string[] = []
  const worker = implementJob(greet, { perform: ({ name }) => void names.push(name) })
  await client.push(greet, { user_id: 1n })
  await expect(client.push(greet, { user_id: 'x' } as never)).rejects.toThrow('do not fit')
  const { jobs } = await new Queue(server.redis, 'mail').page({ offset: 0, limit: 9 })
  expect(jobs).toMatchObject([{ class: 'Greet', maxRetries: 3 }])
  expect(worker).toMatchObject({ class: 'Greet', queue: 'mail' })
})

test('a producer that imports the type alone is checked by the compiler', async () => {
  const greet = defineJob({ class: 'Greet', args: Person, perform: () => {} })
  const reference = referTo<typeof greet>('Greet', { queue: 'mail' })
  await client.push(reference, { user_id: 7n })
  // @ts-expect-error -- the type of the arguments is known
  await client.push(reference, { user_id: 'seven' })
  const { jobs } = await new Queue(server.redis, 'mail').page({ offset: 0, limit: 9 })
  expect(jobs.map(({ argsJson }) => argsJson)).toEqual(['[{"user_id":7}]', '[{"user_id":"seven"}]'])
})
