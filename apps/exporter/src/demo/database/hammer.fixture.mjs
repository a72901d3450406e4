/**
 * A rude client for server.test.ts: many connections at once move amounts between accounts inside
 * transactions, make errors, roll back and hang up. Ends with 0 when every answer was its own.
 */
import { Pool } from 'pg'

const [, , url, seedText] = process.argv
let state = Number(seedText)
const random = (limit) => {
  state = (state * 48271) % 2147483647
  return state % limit
}
const pool = new Pool({ connectionString: url, max: 6 })
pool.on('error', () => {})

async function move(round) {
  const client = await pool.connect()
  const amount = 1 + random(5)
  const [from, to] = [1 + random(10), 1 + random(10)]
  await client.query('BEGIN')
  await client.query('UPDATE accounts SET amount = amount - $1 WHERE id = $2', [amount, from])
  const { rows } = await client.query('SELECT $1::text AS mine', [`${seedText}-${round}`])
  if (rows[0].mine !== `${seedText}-${round}`) throw new Error(`got ${rows[0].mine}`)
  if (round % 7 === 0) await client.query('SELECT 1/0').catch(() => {})
  else await client.query('UPDATE accounts SET amount = amount + $1 WHERE id = $2', [amount, to])
  const isBad = round % 7 === 0 || round % 5 === 0
  const hangsUp = round % 11 === 0 // Inside the transaction, without a word.
  if (!hangsUp) await client.query(isBad ? 'ROLLBACK' : 'COMMIT')
  client.release(hangsUp)
}

async function worker(start) {
  for (let round = start; round < 240; round += 6) {
    await move(round)
    process.send?.('busy')
  }
}

await Promise.all([0, 1, 2, 3, 4, 5].map(worker))
await pool.end()
process.disconnect?.()
