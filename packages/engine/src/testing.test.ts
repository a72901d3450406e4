import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startTestRedis } from './testing.ts'

test('a private server answers, and is gone after stop', async () => {
  const server = await startTestRedis()
  expect(await ask(server.url, 'PING')).toBe('+PONG')
  expect(await ask(server.url, 'CONFIG GET save')).toContain('*2')
  await server.stop()
  await server.stop()
  await expect(ask(server.url, 'PING')).rejects.toThrow('ECONNREFUSED')
})

test('two servers know nothing of each other', async () => {
  const [one, two] = await Promise.all([startTestRedis(), startTestRedis()])
  await ask(one.url, 'SET color red')
  expect(await ask(two.url, 'EXISTS color')).toBe(':0')
  await Promise.all([one.stop(), two.stop()])
})

test('the server does not outlive a test process that is killed', async () => {
  const program = `
    const { startTestRedis } = await import(${JSON.stringify(fileURLToPath(new URL('./testing.ts', import.meta.url)))})
    console.log((await startTestRedis()).url)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-C', 'source', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = await once(createInterface({ input: child.stdout }), 'line')
  expect(await ask(String(url), 'PING')).toBe('+PONG')
  child.kill('SIGKILL')
  await expect
    .poll(() => ask(String(url), 'PING').catch(String), { timeout: 5_000 })
    .toContain('ECONNREFUSED')
})

/** Sends one inline command over a plain socket: the first line of the reply. */
async function ask(url: string, command: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write(`${command}\r\n`)
    const [data] = await once(socket, 'data')
    return String(data).split('\r\n')[0] ?? ''
  } finally {
    socket.destroy()
  }
}
