/**
 * The engine as its users get it: packed, installed with npm into an empty project, used from
 * JavaScript, checked by a strict TypeScript, and run by its command. Needs the npm registry (or a
 * filled npm cache) for its dependencies.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build, isBuildStale } from './lib/build.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = promisify(execFile)
let project: string

beforeAll(async () => {
  if (isBuildStale() && !(await build())) throw new Error('The build failed; see above.')
  project = mkdtempSync(join(tmpdir(), 'howdah-packed-'))
  const engine = join(root, 'packages/engine')
  const pack = await run('npm', ['pack', '--json', '--pack-destination', project], { cwd: engine })
  const tarball = /"filename": "([^"]+)"/.exec(pack.stdout)?.[1] ?? ''
  write('package.json', '{ "name": "empty", "private": true, "type": "module" }')
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']
  await run('npm', ['install', ...quiet, `./${tarball}`], { cwd: project })
  write('jobs.js', JOBS)
}, 120_000)
afterAll(() => rmSync(project, { recursive: true, force: true }))

function write(name: string, text: string): void {
  mkdirSync(project, { recursive: true })
  writeFileSync(join(project, name), text)
}

/** Plain JavaScript, with a schema written by hand: the engine needs no schema library. */
const JOBS = `
import { connectRedis, defineJob } from '@howdah/engine'
const anything = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } }
export const greet = defineJob({
  class: 'GreetWorker',
  args: anything,
  async perform([name]) {
    const redis = connectRedis(process.env.REDIS_URL)
    await redis.call('SET', 'test:greeted', name)
    await redis.close()
  },
})
`

test('it brings few packages, no tests and all its scripts', () => {
  const lock = readFileSync(join(project, 'package-lock.json'), 'utf8')
  const installed = Object.keys((JSON.parse(lock) as { packages: object }).packages)
  expect(installed.length - 2).toBeLessThanOrEqual(14)
  const inside = join(project, 'node_modules/@howdah/engine')
  expect(readFileSync(join(inside, 'dist/redis/scripts/fetch.lua'), 'utf8')).toContain('KEYS')
  expect(() => readFileSync(join(inside, 'src/server/launcher.test.ts'))).toThrow('ENOENT')
})

test('JavaScript runs a job with it, with both threads', { timeout: 60_000 }, async () => {
  write(
    'use.js',
    `
import { Client } from '@howdah/engine'
import { Launcher } from '@howdah/engine/server'
import { Queue } from '@howdah/engine/api'
import { startTestRedis } from '@howdah/engine/testing'
const server = await startTestRedis()
process.env.REDIS_URL = server.url
const { greet } = await import('./jobs.js')
const launcher = new Launcher({
  redis: server.url, jobs: [greet], health: { port: 0, host: '127.0.0.1' }, signals: false,
})
await launcher.start()
await new Client({ redis: server.redis }).push(greet, ['Ada'])
let greeted = null
while (greeted === null) greeted = await server.redis.call('GET', 'test:greeted')
const alive = await server.redis.call('EXISTS', server.redis.keys.alive(launcher.identity))
const health = await fetch('http://127.0.0.1:' + launcher.healthPort + '/health')
await launcher.stop()
const isApi = typeof Queue
console.log(JSON.stringify({ greeted, alive, health: health.status, isApi }))
await server.stop()
`,
  )
  const { stdout } = await run(process.execPath, ['use.js'], { cwd: project })
  const last: unknown = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
  expect(last).toEqual({ greeted: 'Ada', alive: 1, health: 200, isApi: 'function' })
})

test('TypeScript checks its types, strictly', { timeout: 60_000 }, async () => {
  write(
    'use.ts',
    `
import { Client, connectRedis } from '@howdah/engine'
import type { JobDefinition } from '@howdah/engine'
import { Launcher, readWorkerOptions, superviseProcesses } from '@howdah/engine/server'
import type { LauncherOptions, WorkerOptions } from '@howdah/engine/server'
import { Queue } from '@howdah/engine/api'
import { startTestRedis } from '@howdah/engine/testing'
export const jobs: JobDefinition[] = []
export const options: LauncherOptions = { redis: 'redis://localhost', jobs, health: { port: 7433 } }
export const worker: WorkerOptions = readWorkerOptions({ words: [], yml: null, environment: {} })
export const size: Promise<number> = new Queue(connectRedis('redis://localhost'), 'mail').size()
// @ts-expect-error A launcher needs its jobs.
export const wrong = new Launcher({ redis: 'redis://localhost' })
export { Client, startTestRedis, superviseProcesses }
`,
  )
  write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        module: 'nodenext',
        target: 'es2024',
        lib: ['es2024', 'esnext.disposable'],
        noEmit: true,
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
      },
      files: ['use.ts'],
    }),
  )
  const check = run(join(root, 'node_modules/.bin/tsc'), ['-p', project], { cwd: project })
  await expect(
    check.then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    ),
  ).resolves.toBe('')
})

test('its command runs jobs', { timeout: 60_000 }, async () => {
  write(
    'redis.js',
    `
import { startTestRedis } from '@howdah/engine/testing'
const server = await startTestRedis()
console.log(server.url)
process.stdin.resume().on('end', () => server.stop().then(() => process.exit()))
`,
  )
  const server = spawn(process.execPath, ['redis.js'], {
    cwd: project,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [url] = (await once(createInterface({ input: server.stdout }), 'line')) as [string]
  const command = join(project, 'node_modules/.bin/howdah-worker')
  const worker = spawn(command, ['-r', './jobs.js', '--processes', '1'], {
    cwd: project,
    env: { ...process.env, REDIS_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: worker.stdout })) {
    if (line.includes('A process is ready.')) break
  }
  worker.stdout.resume()
  worker.kill('SIGTERM')
  expect(await once(worker, 'exit')).toEqual([0, null])
  server.stdin.end()
  await once(server, 'exit')
})
