/**
 * A real datagram socket as systemd's, read by Perl or Python, because Node has none; and a real
 * worker process that talks to it.
 */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestRedis } from '../testing.ts'
import { WorkerProcess } from './fixtures/worker-process.ts'
import { readNotifySettings, SystemdNotifier, withoutNotify } from './systemd.ts'
import { Watchdog } from './watchdog.ts'

/** Prints each datagram as one line of JSON with real line breaks written as |. */
const PERL_RECEIVER = `
use strict; use Socket; $| = 1;
my $name = shift; $name =~ s/^\\@/\\0/;
socket(my $socket, PF_UNIX, SOCK_DGRAM, 0) or die; bind($socket, pack_sockaddr_un($name)) or die;
print "listening\\n";
while (defined(recv($socket, my $text, 4096, 0))) { $text =~ tr/\\n/|/; print "$text\\n"; }`
const PYTHON_RECEIVER = `
import socket, sys
name = sys.argv[1].replace('@', '\\0', 1)
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(name)
print('listening', flush=True)
while True: print(s.recv(4096).decode().replace('\\n', '|'), flush=True)`

const has = (program: string) =>
  spawnSync(program, ['-e', '1'], { stdio: 'ignore' }).error === undefined
const receiver = has('perl')
  ? ['perl', '-e', PERL_RECEIVER]
  : has('python3')
    ? ['python3', '-c', PYTHON_RECEIVER]
    : null

let folder: string
let children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-test-'))
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  rmSync(folder, { recursive: true, force: true })
})

async function listen(socket: string): Promise<readonly string[]> {
  const [program = '', ...parameters] = receiver ?? []
  const child = spawn(program, [...parameters, socket], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  await expect.poll(() => lines.shift()).toBe('listening')
  return lines
}

describe('the environment', () => {
  test('without NOTIFY_SOCKET nobody asks', () => {
    expect(readNotifySettings({})).toBeNull()
    expect(readNotifySettings({ NOTIFY_SOCKET: 'relative' })).toBeNull()
  })

  test('the watchdog is for the process that systemd names, and not below a second', () => {
    const settings = (usec: string, pid?: string) =>
      readNotifySettings(
        {
          NOTIFY_SOCKET: '@a',
          WATCHDOG_USEC: usec,
          ...(pid !== undefined && { WATCHDOG_PID: pid }),
        },
        7,
      )?.watchdogMs
    expect(settings('30000000')).toBe(30_000)
    expect(settings('30000000', '7')).toBe(30_000)
    expect(settings('30000000', '8')).toBeNull()
    expect(settings('900000')).toBeNull()
  })

  test('children inherit none of it', () => {
    expect(withoutNotify({ NOTIFY_SOCKET: '@a', WATCHDOG_USEC: '1', PATH: 'p' })).toEqual({
      PATH: 'p',
    })
  })
})

describe.skipIf(receiver === null)('with a real socket (needs perl or python3)', () => {
  test.each([
    ['a path', () => join(folder, 'notify')],
    ['an abstract name', () => `@howdah-test-${process.pid}-${Date.now()}`],
  ])('messages arrive over %s, a field a line', async (_, name) => {
    const socket = name()
    const lines = await listen(socket)
    const errors: Error[] = []
    const notifier = new SystemdNotifier(socket, (error) => errors.push(error))
    notifier.send({ READY: 1 })
    notifier.send({ STATUS: 'two\twords and\na line', MAINPID: 7 })
    await notifier.close()
    await expect.poll(() => lines).toEqual(['READY=1', 'STATUS=two words and a line|MAINPID=7'])
    expect(errors).toEqual([])
  })

  test('a socket that is not there is reported once and hurts nobody', async () => {
    const errors: Error[] = []
    const notifier = new SystemdNotifier(join(folder, 'none'), (error) => errors.push(error))
    notifier.send({ READY: 1 })
    notifier.send({ READY: 1 })
    await notifier.close()
    expect(errors).toHaveLength(1)
    expect(errors[0]?.message).toContain('systemd did not take a message')
  })

  test('the watchdog is fed only while the process is healthy', async () => {
    const socket = join(folder, 'notify')
    const lines = await listen(socket)
    let isHealthy = true
    const report = () => ({ state: 'running' as const, isHealthy, busy: 1, concurrency: 2 })
    const fed = () => lines.filter((line) => line === 'WATCHDOG=1').length
    const watchdog = new Watchdog({ socket, watchdogMs: 100 }, report, () => {})
    await expect.poll(fed).toBeGreaterThan(2)
    isHealthy = false
    // What was on its way arrives; from then on nothing does.
    watchdog.update(report())
    await expect.poll(() => lines.at(-1)).toContain('STATUS=1 of 2 busy')
    const before = fed()
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(fed()).toBe(before)
    await watchdog.close()
  })

  test('a worker says when it is ready, alive and stopping, also while a job blocks it', async () => {
    const server = await startTestRedis()
    const socket = join(folder, 'notify')
    const lines = await listen(socket)
    const worker = new WorkerProcess(
      { url: server.url },
      { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '1000000' },
    )
    await worker.event('ready')
    await expect.poll(() => lines).toContain('READY=1')
    await expect.poll(() => lines).toContain('STATUS=0 of 5 busy')
    await server.redis.call(
      'LPUSH',
      'queue:default',
      JSON.stringify({
        class: 'BlockWorker',
        args: [1_800],
        jid: 'a'.repeat(24),
        queue: 'default',
      }),
    )
    await worker.event('started')
    const fed = () => lines.filter((line) => line === 'WATCHDOG=1').length
    const before = fed()
    await worker.event('finished')
    expect(fed() - before).toBeGreaterThanOrEqual(2)
    worker.signal('SIGTERM')
    await worker.exited
    await expect.poll(() => lines).toContain('STOPPING=1')
    await server.stop()
  })
})
