/** Open pages of the schedule are told when the ledger changes, by one look for all of them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ORIGIN, PEOPLE, type SiteWorld, startSiteWorld } from '../testing/site-world.ts'

let world: SiteWorld
beforeAll(async () => {
  world = await startSiteWorld()
})
afterAll(() => world.stop())

test('pages follow the ledger, and hear of a request and of progress without any job', async () => {
  const { userId, username } = PEOPLE.ada
  const member = { userId, username, accountId: `${userId}00` }
  const { export: row } = await world.deps.ledger.request({
    ...member,
    type: 'backup',
    requestedBy: 'member',
  })
  for (const path of ['/sidekiq/exports', `/sidekiq/exports/${row.id}`]) {
    const html = await (await world.get(path, 'owner')).text()
    expect(html).toContain('data-live-on="tab:/exports"')
  }
  const cookie = await world.cookieOf('owner')
  const leave = new AbortController()
  const request = new Request(`${ORIGIN}/sidekiq/events`, {
    headers: { cookie },
    signal: leave.signal,
  })
  const response = await world.site.fetch(request)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  await world.deps.ledger.start(row.id, { jid: null, attempt: 1, worker: 'host:1' })
  // The first look only learns what there is: progress comes until one of it is news.
  let done = 0
  const working = setInterval(() => {
    done += 1
    void world.deps.ledger.progress(row.id, 1, { stage: 'media', done, total: null })
  }, 200)
  let text = ''
  while (!text.includes('event: changed')) text += (await reader?.read())?.value ?? ''
  clearInterval(working)
  expect(text).toMatch(/event: changed\ndata: tab:\/exports\n/)
  await reader?.cancel()
})
