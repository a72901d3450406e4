import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  addToSet,
  beat,
  enqueue,
  FAILED_TWICE,
  jobText,
  startConsole,
  work,
} from '../testing/fixture.ts'
import type { ConsoleFixture } from '../testing/fixture.ts'

const JID = 'abcdefabcdefabcdefabcdef'
const PROCESS = 'web-1:4411:0a1b2c3d4e5f'

let site: ConsoleFixture
beforeAll(async () => {
  site = await startConsole()
})
beforeEach(() => site.flush())
afterAll(() => site.stop())

function words(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
}

test('one address follows the job through queue, process, retries and death', async () => {
  const queued = jobText({ jid: JID, enqueued_at: Date.now() - 5_000 })
  await enqueue(site.redis, 'export', [queued])
  const address = `/jobs/${JID}`
  const waiting = await site.get(address)
  expect(words(waiting.html)).toContain('It waits in queue export and runs when its turn comes')
  expect(waiting.html).toContain(`data-live-from="/sidekiq/jobs/${JID}?in=queue%3Aexport"`)
  expect(words((await site.get(`${address}?in=queue%3Aexport`)).html)).toContain(
    'It waits in queue',
  )

  await site.redis.call('DEL', 'queue:export')
  await beat(site.redis, PROCESS)
  await work(site.redis, PROCESS, queued, 187)
  await site.redis.call('SET', `howdah:progress:${JID}`, '{"stage":"media","done":12,"total":50}')
  const running = words((await site.get(`${address}?in=queue%3Aexport`)).html)
  expect(running).toContain('It runs now on web-1:4411')
  expect(running).toContain('3 min 7 s')
  expect(running).toContain('media 12 of 50')
  // Its links name the process; it is found there, and wherever else it runs by then.
  const inProcess = `?in=running&amp;process=${encodeURIComponent(PROCESS)}`
  expect((await site.get('/busy?only=jobs')).html).toContain(`${address}${inProcess}`)
  for (const process of [PROCESS, 'web-9:1:gone']) {
    const there = await site.get(`${address}?in=running&process=${encodeURIComponent(process)}`)
    expect(words(there.html)).toContain('It runs now on web-1:4411')
    expect(there.html).toContain(`data-live-from="/sidekiq${address}${inProcess}"`)
  }

  await site.redis.call('DEL', `${PROCESS}:work`)
  const key = await addToSet(site.redis, 'retry', 1_080, { ...FAILED_TWICE, jid: JID })
  const retrying = await site.get(`${address}?in=running`)
  expect(words(retrying.html)).toContain('attempt 3 starts')
  expect(words(retrying.html)).toContain('After it, 2 more.')
  expect(words(retrying.html)).toMatch(/Failed first .* 5 min later Failed last, attempt 2/)
  expect((await site.get('/retries')).html).toContain(
    `/sidekiq/jobs/${JID}?in=retry&amp;key=${key}`,
  )

  await site.redis.call('DEL', 'retry')
  await addToSet(site.redis, 'dead', -60, { ...FAILED_TWICE, jid: JID })
  expect(words((await site.get(address)).html)).toContain('It gave up and lies in Dead jobs')
  await site.redis.call('DEL', 'dead')
  const gone = await site.get(address)
  expect(gone.status).toBe(404)
  expect(words(gone.html)).toContain('it has finished, was deleted, or never existed')
})

test('a running job came into its queue before it started, though beats tell whole seconds', async () => {
  const startedAt = Math.floor(Date.now() / 1_000) - 30
  const text = jobText({
    jid: JID,
    enqueued_at: startedAt * 1_000 + 400,
    failed_at: startedAt - 60,
  })
  await beat(site.redis, PROCESS)
  await work(site.redis, PROCESS, text, 30)
  const { html } = await site.get(`/jobs/${JID}`)
  expect(words(html)).toMatch(/Came into its queue .* 0 s later Started/)
})

test('the backtrace shows the application first, and all of it', async () => {
  const own = "/srv/app/backup_worker.rb:14:in 'perform'"
  const library = '/usr/lib/ruby/gems/3.4.0/gems/sidekiq-8.1.7/lib/sidekiq/processor.rb:219'
  await addToSet(site.redis, 'retry', 60, {
    ...FAILED_TWICE,
    jid: JID,
    error_backtrace: [own, library],
  })
  const { html } = await site.get(`/jobs/${JID}`)
  const texts = [...html.matchAll(/<pre[^>]*>([^]*?)<\/pre>/g)].map(([, text]) => text)
  expect(texts).toContain(own.replaceAll("'", '&#39;'))
  expect(texts).toContain(`${own}\n${library}`.replaceAll("'", '&#39;'))
})

test('big integers stay exact, and secrets are nowhere, in the page, the lists and the raw text', async () => {
  const args =
    '[{"user_id":110000000000000001,"rate":1.0,"otp":123456,"nested":{"api_token":"hush"}}]'
  const text = jobText({ jid: JID }).replace(/"args":\[[^\]]*\]/, `"args":${args}`)
  await enqueue(site.redis, 'export', [text])
  for (const path of [`/jobs/${JID}`, `/jobs/${JID}/raw`, '/queues/export']) {
    const { html, headers } = await site.get(path)
    expect(html).toContain('110000000000000001')
    expect(html).toContain('1.0')
    expect(html).toContain('[redacted]')
    expect(html).not.toMatch(/hush|123456/)
    if (path.endsWith('raw')) expect(headers.get('content-type')).toMatch(/^text\/plain/)
  }
})

test('cancelling removes a waiting job, tells a running one, and the page says who did it', async () => {
  await enqueue(site.redis, 'export', [jobText({ jid: JID })])
  expect(words((await site.get(`/jobs/${JID}/cancel`)).html)).toContain('Cancel this job?')
  const after = await site.act(`/jobs/${JID}/cancel`, {})
  expect(after.status).toBe(404)
  expect(words(after.html)).toContain('it is removed and will not run')
  expect(words(after.html)).toMatch(/Cancelled .* by admin/)
  await beat(site.redis, PROCESS)
  await work(site.redis, PROCESS, jobText({ jid: JID }))
  expect(words((await site.act(`/jobs/${JID}/cancel`, {})).html)).toContain('was told')
  expect(await site.redis.call('HEXISTS', `it-${JID}`, 'cancelled')).toBe(1)
  expect(site.actions.map(({ action, jids }) => [action, jids])).toEqual([
    ['cancel', [JID]],
    ['cancel', [JID]],
  ])
  const never = await site.act('/jobs/0123456789abcdef01234567/cancel', {})
  expect(words(never.html)).toContain('nothing was changed')
})

test('a job that Redis has forgotten is remembered by the host, if it can', async () => {
  const errors: unknown[] = []
  const remembering = await startConsole({
    recallJob: async (jid) => {
      if (jid === 'broken') throw new Error('database down')
      const lastSeenAt = new Date('2026-01-02T03:04:05Z')
      return jid === 'known'
        ? { label: 'Export 7 of @ada', href: '/exports/7', lastSeenAt, state: 'done' }
        : null
    },
    onError: (error) => void errors.push(error),
  })
  const known = await remembering.get('/jobs/known')
  expect(known.status).toBe(404)
  expect(known.html).toMatch(/Last seen<.*2026-01-02 03:04:05 UTC.*href="\/exports\/7".*@ada/s)
  expect(words(known.html)).toMatch(/Export 7 of @ada\s+Done/)
  for (const jid of ['unknown', 'broken']) {
    const { status, html } = await remembering.get(`/jobs/${jid}`)
    expect(status).toBe(404)
    expect(html).not.toContain('Last seen')
  }
  expect(errors).toMatchObject([{ message: 'database down' }])
  await remembering.stop()
})
