import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createOutput } from '../processes/output.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from './embedded.ts'

/** A new process reads the write-ahead log first; busy machines take their time. */
const RECOVERY_TIMEOUT_MS = 30_000

let folder: string
let database: EmbeddedDatabase
let log = ''

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'howdah-database-'))
  const output = createOutput({ write: (text) => (log += text) }, false)
  database = await startEmbeddedDatabase(join(folder, 'postgres'), output)
})
afterEach(async () => {
  await database.child.stop()
  rmSync(folder, { recursive: true })
})

it('keeps what was committed when its process is killed, and comes back on the same port', async () => {
  await ask('CREATE TABLE notes (text text)')
  await ask("INSERT INTO notes VALUES ('still here')")
  const { pid } = database.child
  process.kill(pid ?? 0, 'SIGKILL')
  const deadline = Date.now() + RECOVERY_TIMEOUT_MS
  let rows: unknown = null
  while (rows === null && Date.now() < deadline)
    rows = await ask('SELECT * FROM notes').catch(() => null)
  expect(rows).toEqual([{ text: 'still here' }])
  expect(log).toContain(`database (process ${pid}) was ended by SIGKILL; started again`)
})

async function ask(statement: string): Promise<unknown> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
