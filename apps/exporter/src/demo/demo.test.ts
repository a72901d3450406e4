import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoProcess, startDemo } from '../e2e/demo-process.ts'

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** A dead process is noticed at once; its successor needs a moment on a busy machine. */
const RESTART_TIMEOUT_MS = 30_000

// Both need the built program, because Node.js alone cannot run the pages' TSX.
describe.skipIf(!existsSync(main))('demo', () => {
  let demo: DemoProcess

  beforeAll(async () => {
    demo = await startDemo()
  }, 200_000)
  afterAll(() => demo.stop())

  it('says where it is, who may log in and which process works', () => {
    expect(demo.output()).toContain(`Howdah is ready: ${demo.url}`)
    for (const name of ['admin', 'ada', 'bob'])
      expect(demo.output()).toMatch(new RegExp(`${name}@example\\.social +howdah-${name}`, 'u'))
    expect(demo.output()).toMatch(/Worker: process \d+/u)
  })

  it('lets a member in, and the administrator to the console', async () => {
    const ada = await logIn('ada')
    expect((await fetch(`${demo.url}/settings/export`, ada)).status).toBe(200)
    expect((await fetch(`${demo.url}/sidekiq/exports`, ada)).status).toBe(404)
    const admin = await logIn('admin')
    expect((await fetch(`${demo.url}/sidekiq/exports`, admin)).status).toBe(200)
  })

  it('has rows on every page at first sight', async () => {
    const admin = await logIn('admin')
    const exports = await textOf('/sidekiq/exports', admin)
    for (const name of ['gus', 'quinn', 'hana', 'cyd', 'june'])
      expect(exports).toContain(`@${name}`)
    for (const page of ['scheduled', 'retries', 'dead'])
      expect(await textOf(`/sidekiq/${page}`, admin)).toContain('BackupWorker')
  })

  it('lets exports wait for a worker that nobody has started', async () => {
    const admin = await logIn('admin')
    const schedule = await textOf('/sidekiq/exports?state=pending', admin)
    for (const name of ['sami', 'cyd', 'yuki']) expect(schedule).toContain(`@${name}`)
    expect(schedule.match(/no process listens to queue “export_large”/gu)).toHaveLength(3)
    expect(demo.output()).toContain(' work -q export_large --env ')
  })

  it('has a month behind it', async () => {
    const dashboard = await textOf('/sidekiq/stats', await logIn('admin'))
    expect(Number(/"processed":\s*(\d+)/u.exec(dashboard)?.[1])).toBeGreaterThan(1_000)
  })

  it('refuses a second demo on the same folder', () => {
    const second = spawnSync(process.execPath, [main, 'demo'], {
      env: { ...process.env, HOWDAH_DATA: demo.dataDirectory },
      encoding: 'utf8',
    })
    expect(second.status).toBe(1)
    expect(second.stdout).toContain('Another demo')
  })

  it('starts another worker when the worker is killed', async () => {
    const pid = Number(/Worker: process (\d+)/u.exec(demo.output())?.[1])
    process.kill(pid, 'SIGKILL')
    const deadline = Date.now() + RESTART_TIMEOUT_MS
    const isBack = () => /was ended by SIGKILL; started again as process \d+/u.test(demo.output())
    while (!isBack() && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(isBack()).toBe(true)
  })

  it('ends with one signal and leaves no process behind', async () => {
    if (process.platform === 'linux')
      expect(processesOf(demo.dataDirectory).length).toBeGreaterThan(2)
    expect(await demo.stop()).toBe(0)
    expect(processesOf(demo.dataDirectory)).toEqual([])
  })

  async function logIn(name: string): Promise<RequestInit> {
    const response = await fetch(`${demo.url}/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: demo.url },
      body: new URLSearchParams({
        email: `${name}@example.social`,
        password: `howdah-${name}`,
      }),
    })
    expect(response.status).toBe(303)
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    return { headers: { cookie: cookies.join('; ') } }
  }

  async function textOf(path: string, visitor: RequestInit): Promise<string> {
    return (await fetch(`${demo.url}${path}`, visitor)).text()
  }
})

/** Processes whose command or environment names the folder; only Linux tells. */
function processesOf(folder: string): string[] {
  if (!existsSync('/proc/self/environ')) return []
  const pids = readdirSync('/proc').filter(
    (name) => /^\d+$/u.test(name) && Number(name) !== process.pid,
  )
  return pids.filter((pid) =>
    ['cmdline', 'environ'].some((file) => read(pid, file).includes(folder)),
  )
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(join('/proc', pid, file), 'utf8')
  } catch {
    return '' // Ended meanwhile, or somebody else's.
  }
}
