import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { Client, Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DatabaseServer, startDatabaseServer } from './server.ts'

const IDLE_MS = 400

describe('database server', () => {
  let server: DatabaseServer
  let pool: Pool

  beforeAll(async () => {
    server = await startDatabaseServer({ idleInTransactionTimeoutMs: IDLE_MS })
    pool = new Pool({ connectionString: server.url, max: 8, statement_timeout: 5_000 })
    await pool.query('CREATE TABLE accounts (id int PRIMARY KEY, amount int NOT NULL)')
    await pool.query('INSERT INTO accounts SELECT n, 100 FROM generate_series(1, 10) n')
  })
  afterAll(async () => {
    await pool.end()
    await server.stop()
  })

  it('keeps the transactions of two processes apart, through errors and kills', async () => {
    const clients = [1, 2, 3].map((seed) => hammer(server.url, seed))
    const [, , doomed] = clients
    await once(doomed ?? fail(), 'message') // It is in the middle of its work.
    doomed?.kill('SIGKILL')
    const codes = await Promise.all(clients.slice(0, 2).map(exitCode))
    expect(codes).toEqual([0, 0])
    const { rows } = await pool.query('SELECT sum(amount)::int AS total FROM accounts')
    expect(rows).toEqual([{ total: 1000 }])
  }, 60_000)

  it('answers each of many clients with its own rows', async () => {
    const numbers = Array.from({ length: 300 }, (_, index) => index)
    const answers = await Promise.all(
      numbers.map((n) => pool.query<{ n: number }>('SELECT $1::int AS n', [n])),
    )
    expect(answers.map((answer) => answer.rows[0]?.n)).toEqual(numbers)
  })

  it('goes on after a failed statement inside and outside of a transaction', async () => {
    await expect(pool.query('SELECT * FROM nowhere')).rejects.toMatchObject({ code: '42P01' })
    await expect(pool.query('SELECT $1::int', ['x'])).rejects.toMatchObject({ code: '22P02' })
    const client = await pool.connect()
    await client.query('BEGIN')
    await expect(client.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' })
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' })
    await client.query('ROLLBACK')
    client.release()
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })

  it('rolls back for a client that vanishes inside a transaction', async () => {
    const lost = await connectLost()
    await lost.query('BEGIN')
    await lost.query('DELETE FROM accounts')
    const waiting = pool.query('SELECT count(*)::int AS n FROM accounts')
    cutOff(lost)
    expect((await waiting).rows).toEqual([{ n: 10 }])
  })

  it('drops a client that falls asleep inside a transaction', async () => {
    const asleep = await connectLost()
    const error = once(asleep, 'error')
    await asleep.query('BEGIN')
    const waiting = pool.query('SELECT 1 AS one')
    expect((await waiting).rows).toEqual([{ one: 1 }])
    expect((await error)[0]).toMatchObject({ code: '25P03' })
  })

  it('survives cancel requests, encryption requests and nonsense', async () => {
    for (const bytes of [
      int32s(16, 80877102, 1, 0),
      int32s(8, 80877103),
      Buffer.from('GET / HTTP'),
    ]) {
      const socket = connect(server.port, '127.0.0.1')
      socket.on('error', () => {}).end(bytes)
      socket.resume()
      await once(socket, 'close')
    }
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })

  async function connectLost(): Promise<Client> {
    const client = new Client({ connectionString: server.url })
    await client.connect()
    client.on('error', () => {}) // Losing the connection is the point.
    return client
  }
})

function fail(): never {
  throw new Error('unreachable')
}

function cutOff(client: Client): void {
  // The driver's own socket: nothing public of `pg` breaks a connection without a goodbye.
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
  connection.stream.destroy()
}

function int32s(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => bytes.writeInt32BE(value, index * 4))
  return bytes
}

/** Another process that moves amounts between accounts for a while, see hammer.fixture.mjs. */
function hammer(url: string, seed: number): ChildProcess {
  const file = new URL('./hammer.fixture.mjs', import.meta.url)
  return fork(file, [url, String(seed)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode
  const [code] = await once(child, 'exit')
  return code
}
