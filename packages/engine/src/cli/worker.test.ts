/** `howdah-worker` as real processes: alone, several, killed, replaced, orphaned. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Client } from '../client/client.ts'
import { startTestRedis } from '../testing.ts'
import type { TestRedis } from '../testing.ts'
import { isThere, JOBS, WorkerCommand } from './fixtures/worker-command.ts'

const NOTHING = fileURLToPath(new URL('./fixtures/nothing', import.meta.url))
const patient = { timeout: 20_000 }

let server: TestRedis
let client: Client
let folder: string
let commands: WorkerCommand[] = []
beforeAll(async () => {
  server = await startTestRedis()
  client = new Client({ redis: server.redis })
})
beforeEach(async () => {
  await server.flush()
  folder = mkdtempSync(join(tmpdir(), 'howdah-test-'))
})
afterEach(async () => {
  await Promise.all(commands.map((command) => command.end()))
  commands = []
  rmSync(folder, { recursive: true, force: true })
})
afterAll(() => server.stop())

function run(words: readonly string[], env: NodeJS.ProcessEnv = {}): WorkerCommand {
  const command = new WorkerCommand(words, { REDIS_URL: server.url, ...env })
  commands.push(command)
  return command
}

const push = (name: string, milliseconds = 0) =>
  client.push({ class: 'WhereWorker', args: [name, milliseconds] })
const pidOf = async (key: string, name: string) =>
  Number(await server.redis.call('HGET', key, name))
const runs = async (name: string) => {
  await expect.poll(() => pidOf('test:where', name), patient).toBeGreaterThan(0)
  return await pidOf('test:where', name)
}
const readyCount = (command: WorkerCommand) =>
  command.output.split('A process is ready.').length - 1

describe('one process', () => {
  test('help and version are answered at once', async () => {
    const [help, version] = [run(['-h']), run(['-V'])]
    expect(await help.exited).toBe(0)
    expect(help.output).toContain('--health-port')
    expect(await version.exited).toBe(0)
    expect(version.output).toMatch(/^howdah-worker \d/)
  })

  test('mistakes end it with 1 and a sentence for each', async () => {
    const wrong = run(['-c', 'many', '--processes', '0'])
    const nameless = run([])
    const empty = run(['-r', NOTHING])
    const missing = run(['-r', '/nowhere.ts'])
    expect(await wrong.exited).toBe(1)
    expect(wrong.output).toContain('- -c is "many"')
    expect(wrong.output).toContain('- --processes is "0"')
    expect(await nameless.exited).toBe(1)
    expect(nameless.output).toContain('howdah-worker -r ./jobs.ts')
    expect(await empty.exited).toBe(1)
    expect(empty.output).toContain('exports no job')
    expect(await missing.exited).toBe(1)
    expect(missing.output).toContain('which is not there')
  })

  test('it runs what the module exports, by its file, and stops by TERM', async () => {
    const yml = join(folder, 'sidekiq.yml')
    writeFileSync(yml, ':queues: [mail, default]\n:labels: [from-yml]\n:nonsense: 1\n')
    const command = run(['-r', JOBS, '-C', yml, '-c', '3', '-g', 'shop', '--log-format', 'json'])
    await push('one')
    await runs('one')
    const [identity = ''] = (await server.redis.call('SMEMBERS', 'processes')) as string[]
    const info = JSON.parse(String(await server.redis.call('HGET', identity, 'info'))) as object
    expect(info).toMatchObject({
      tag: 'shop',
      concurrency: 3,
      queues: ['mail', 'default'],
      labels: ['from-yml'],
      embedded: false,
    })
    command.signal('SIGUSR2')
    await expect.poll(() => command.output).toContain('a single one is left alone')
    command.signal('SIGTERM')
    expect(await command.exited).toBe(0)
    expect(command.output).toContain('"jobs":["WhereWorker","GrowWorker"],"middleware":1')
    expect(command.output).toContain('\\":nonsense\\" is not known')
  })
})

describe.skipIf(!existsSync('/proc/self/status'))('several processes (needs /proc)', () => {
  const several = ['-r', JOBS, '-c', '1', '-t', '5']

  async function start(words: readonly string[], env?: NodeJS.ProcessEnv): Promise<WorkerCommand> {
    const command = run([...several, '--processes', '2', ...words], env)
    await expect.poll(() => readyCount(command), patient).toBe(2)
    return command
  }

  test('a killed child is replaced, its job runs again, and TERM ends them all', async () => {
    const command = await start(['--health-port', '127.0.0.1:0', '-t', '1'])
    const pids = command.childPids
    expect(pids).toHaveLength(2)
    await push('long', 60_000)
    await expect.poll(() => pidOf('test:begun', 'long')).toBeGreaterThan(0)
    const victim = await pidOf('test:begun', 'long')
    expect(pids).toContain(victim)
    process.kill(victim, 'SIGKILL')
    await expect.poll(() => readyCount(command), patient).toBe(3)
    expect(command.output).toContain('was ended by SIGKILL')
    // Both slots are needed: the second job proves that the fresh child works, too.
    await expect.poll(() => pidOf('test:begun', 'long'), patient).not.toBe(victim)
    await push('short')
    await runs('short')
    command.signal('SIGTERM')
    await expect.poll(() => command.output, patient).toContain('Jobs did not end in time')
    expect(await command.exited).toBe(0)
    expect(pids.filter(isThere)).toEqual([])
    // The long job was given back, not lost.
    expect(await server.redis.call('LLEN', 'queue:default')).toBe(1)
    expect(await server.redis.call('SCARD', 'processes')).toBe(0)
  })

  test('children end when their parent was killed', async () => {
    const command = await start([])
    const pids = command.childPids
    await push('last', 300)
    await expect.poll(() => pidOf('test:begun', 'last')).toBeGreaterThan(0)
    command.signal('SIGKILL')
    await expect.poll(() => pids.filter(isThere), patient).toEqual([])
    expect(await pidOf('test:where', 'last')).toBeGreaterThan(0)
    expect(await server.redis.call('SCARD', 'processes')).toBe(0)
  })

  test('USR2 brings fresh processes in while old ones finish; a broken release changes nothing', async () => {
    const broken = join(folder, 'broken')
    const command = await start([], { HOWDAH_TEST_BROKEN: broken })
    const old = command.childPids
    await push('long', 4_000)
    await expect.poll(() => pidOf('test:begun', 'long')).toBeGreaterThan(0)
    command.signal('SIGUSR2')
    await expect.poll(() => readyCount(command), patient).toBe(4)
    await push('new')
    expect(old).not.toContain(await runs('new'))
    expect(old).toContain(await runs('long'))
    await expect.poll(() => old.filter(isThere), patient).toEqual([])
    await expect.poll(() => command.childPids, patient).toHaveLength(2)
    const fresh = command.childPids
    writeFileSync(broken, '')
    command.signal('SIGUSR2')
    await expect.poll(() => command.output, patient).toContain('The old ones go on')
    expect(command.output).toContain('This release is broken.')
    await push('still')
    expect(fresh).toContain(await runs('still'))
    command.signal('SIGTERM')
    expect(await command.exited).toBe(0)
  })

  test('a child that takes too much memory is replaced before it leaves', async () => {
    const command = run([...several, '--max-memory', '280', '--health-port', '127.0.0.1:0'])
    await expect.poll(() => readyCount(command), patient).toBe(1)
    const old = command.childPids
    await client.push({ class: 'GrowWorker', args: [300] })
    await expect.poll(() => readyCount(command), patient).toBe(2)
    expect(command.output).toContain('takes too much memory')
    await expect.poll(() => old.filter(isThere), patient).toEqual([])
    await push('after')
    expect(old).not.toContain(await runs('after'))
  })

  test('a mistake in the set-up ends the parent instead of starting children for ever', async () => {
    const command = run(['--processes', '2', '-r', NOTHING])
    expect(await command.exited).toBe(1)
    expect(command.output).toContain('exports no job')
    expect(command.output).toContain('Giving up')
  })
})
