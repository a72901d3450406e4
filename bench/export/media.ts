/**
 * The members' files: hard links to a hundred files of random bytes, which no archive can shrink.
 * Both contestants read the same ones, and the hundred stay in the machine's memory, so that what is
 * measured is how files become an archive and not how fast this disk reads.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { storageKey } from '../../apps/exporter/src/mastodon/storage-paths.ts'
import type { BenchMember } from './community.ts'

const SOURCES = 100

export interface MediaPlan {
  /** Connection string of the community. */
  readonly url: string
  readonly members: readonly BenchMember[]
  readonly fileBytes: number
  /** Where all trees of files lie. */
  readonly folder: string
}

/** A folder as Mastodon's `public/system`, and the list of the members' files below it. */
export interface MediaTree {
  readonly root: string
  /** A file with one path a line. */
  readonly list: string
  readonly bytes: number
}

/** Makes the files of members where they are not there. */
export async function ensureMedia(plan: MediaPlan): Promise<MediaTree> {
  const { members, fileBytes, folder } = plan
  const files = members.reduce((total, member) => total + member.files, 0)
  const name = `${members[0]?.name ?? ''}-${files}-${fileBytes}`
  const tree = {
    root: join(folder, name),
    list: join(folder, `${name}.list`),
    bytes: files * fileBytes,
  }
  const keys = await keysOf(plan)
  // The member of that name in another community has other files.
  if (existsSync(tree.list) && keysIn(tree)[0] === keys[0]) return tree
  rmSync(tree.root, { recursive: true, force: true })
  const sources = makeSources(folder, fileBytes)
  for (const [index, key] of keys.entries()) {
    const path = join(tree.root, key)
    mkdirSync(dirname(path), { recursive: true })
    linkSync(sources[index % SOURCES] ?? '', path)
  }
  mkdirSync(tree.root, { recursive: true })
  writeFileSync(tree.list, keys.map((key) => `${key}\n`).join(''))
  return tree
}

/** The keys of the files. */
export function keysIn({ list }: MediaTree): readonly string[] {
  return readFileSync(list, 'utf8').trimEnd().split('\n')
}

function makeSources(folder: string, fileBytes: number): readonly string[] {
  const sources = join(folder, `sources-${fileBytes}`)
  mkdirSync(sources, { recursive: true })
  return Array.from({ length: SOURCES }, (_, index) => {
    const path = join(sources, String(index))
    if (!existsSync(path)) writeFileSync(path, randomBytes(fileBytes))
    return path
  })
}

async function keysOf({ url, members }: MediaPlan): Promise<readonly string[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string; file_file_name: string }>(
      'SELECT id, file_file_name FROM media_attachments WHERE account_id = ANY ($1) ORDER BY id',
      [members.map(({ accountId }) => accountId)],
    )
    return rows.map((row) => storageKey('media_attachments/files', row.id, row.file_file_name))
  } finally {
    await client.end()
  }
}
