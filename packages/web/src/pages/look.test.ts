import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConsoleLook } from '../index.ts'
import { addToSet, beat, enqueue, jobText, startConsole, work } from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'

const PROCESS = 'web-1:4411:0a1b2c3d4e5f'
const jidOf = (number: number): string => String(number).padStart(24, 'a')

let site: ConsoleFixture
let looks: ConsoleLook[] = []
let isRecordFull = false

beforeAll(async () => {
  site = await startConsole({
    onLook: async (look) => {
      if (isRecordFull) throw new Error('disk full')
      looks.push(look)
    },
    describeJob: async (jobs) =>
      new Map(jobs.map(({ jid }) => [jid, { label: `@of-${jid.at(-1)}`, href: '/' }])),
  })
  const { redis } = site
  await enqueue(redis, 'export', [
    jobText({ jid: jidOf(1), args: [{ user_id: 42 }] }),
    jobText({ jid: jidOf(2), args: [] }),
  ])
  await addToSet(redis, 'retry', 60, { jid: jidOf(3), args: ['ada'] })
  await addToSet(redis, 'schedule', 60, { jid: jidOf(4), args: [4] })
  await addToSet(redis, 'dead', -60, { jid: jidOf(5), args: [5] })
  await beat(redis, PROCESS)
  await work(redis, PROCESS, jobText({ jid: jidOf(6), args: [6] }))
})
afterAll(() => site.stop())

async function looksAt(path: string): Promise<readonly string[]> {
  looks = []
  expect((await site.get(path)).status).toBe(200)
  return looks.map(
    ({ viewer, page, jobs }) =>
      `${viewer.name} ${page} ${jobs.map(({ jid, owner }) => `${jid.at(-1)}${owner}`).join()}`,
  )
}

test.each([
  ['/queues/export', 'admin /sidekiq/queues/export 1@of-1'],
  ['/retries', 'admin /sidekiq/retries 3@of-3'],
  ['/scheduled', 'admin /sidekiq/scheduled 4@of-4'],
  ['/dead', 'admin /sidekiq/dead 5@of-5'],
  ['/busy', 'admin /sidekiq/busy 6@of-6'],
  ['/search?in=retry&q=ada', 'admin /sidekiq/search 3@of-3'],
  [`/jobs/${jidOf(1)}`, `admin /sidekiq/jobs/${jidOf(1)} 1@of-1`],
  [`/jobs/${jidOf(1)}/raw`, `admin /sidekiq/jobs/${jidOf(1)}/raw 1@of-1`],
])('%s is one look, told before it is shown', async (path, look) => {
  expect(await looksAt(path)).toEqual([look])
})

test('pages without arguments are no look', async () => {
  for (const path of ['', '/queues', '/busy?only=processes', '/failures', '/metrics', '/search']) {
    expect([path, await looksAt(path)]).toEqual([path, []])
  }
  expect(await looksAt(`/jobs/${jidOf(2)}`)).toEqual([])
})

test('what cannot be recorded is not shown', async () => {
  isRecordFull = true
  for (const path of ['/queues/export', '/retries', '/busy', `/jobs/${jidOf(1)}`]) {
    const page = await site.get(path)
    expect([path, page.status]).toEqual([path, 503])
    expect(page.html).toContain('Nothing is shown')
    expect(page.html).not.toContain('user_id')
    expect(page.html).not.toContain('BackupWorker')
  }
  expect(site.errors.map(String)[0]).toMatch(/could not record the look/)
  expect((await site.get('/queues')).status).toBe(200)
  isRecordFull = false
})
