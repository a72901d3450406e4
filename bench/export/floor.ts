/**
 * The floor: what the same contents cost anybody. `psql` copies the account's rows to files, `zip`
 * stores its media. It makes no archive that a person could read, checks nothing and waits for no
 * disk.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, openSync, rmSync, closeSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BenchMember } from './community.ts'
import type { MediaTree } from './media.ts'

/** What an archive is made of, by table: the condition that names the account's rows. */
const TABLES: Readonly<Record<string, string>> = {
  statuses: 'account_id = ACCOUNT',
  media_attachments: 'account_id = ACCOUNT',
  polls: 'account_id = ACCOUNT',
  favourites: 'account_id = ACCOUNT',
  bookmarks: 'account_id = ACCOUNT',
  mentions: 'status_id IN (SELECT id FROM statuses WHERE account_id = ACCOUNT)',
  statuses_tags: 'status_id IN (SELECT id FROM statuses WHERE account_id = ACCOUNT)',
  status_stats: 'status_id IN (SELECT id FROM statuses WHERE account_id = ACCOUNT)',
  status_edits: 'account_id = ACCOUNT',
  conversations: 'parent_account_id = ACCOUNT',
}

/** Seconds to copy the account's rows to files, one table after the other. */
export async function copyRows(url: string, member: BenchMember, folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true })
  const commands = Object.entries(TABLES).flatMap(([table, condition]) => {
    const rows = `SELECT * FROM ${table} WHERE ${condition.replace('ACCOUNT', member.accountId)}`
    return ['-c', `\\copy (${rows}) TO '${join(folder, `${table}.tsv`)}'`]
  })
  const startedAt = performance.now()
  await promisify(execFile)('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-d', url, ...commands])
  const seconds = (performance.now() - startedAt) / 1_000
  rmSync(folder, { recursive: true })
  return seconds
}

/** Seconds to store the files in a zip. */
export async function zipMedia(media: MediaTree, folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true })
  const list = openSync(media.list, 'r')
  const startedAt = performance.now()
  const zip = spawn('zip', ['-0', '-q', '-@', join(folder, 'media.zip')], {
    cwd: media.root,
    stdio: [list, 'ignore', 'inherit'],
  })
  const [code] = await once(zip, 'exit')
  const seconds = (performance.now() - startedAt) / 1_000
  closeSync(list)
  rmSync(folder, { recursive: true })
  if (code !== 0) throw new Error(`zip ended with ${String(code)}.`)
  return seconds
}
