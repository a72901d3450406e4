/** Is there room, may files be written, are they where the database says, and is nothing left over? */
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { exportsOfBackups, knownPartialKeys, largestArchive } from '../../ledger/findings.ts'
import { readBackupKey } from '../../mastodon/backups.ts'
import { knownDumps, recentFiles } from '../../mastodon/findings.ts'
import { storageKey } from '../../mastodon/storage-paths.ts'
import type { ExportType } from '../../ledger/types.ts'
import { archivePrefix } from '../../ledger/archive-prefix.ts'
import { BACKUP_PREFIX } from '../../storage/archive-storage.ts'
import type { Unfinished } from '../../storage/storage.ts'
import { reasonOf } from '../../start-error.ts'
import {
  asSaid,
  command,
  failure,
  firstOf,
  ok,
  setting,
  warning,
  type Check,
  type Finding,
  type Patient,
  type Said,
} from '../check.ts'

const DAY_MS = 86_400_000
const MEBIBYTE = 1024 ** 2
const GIBIBYTE = 1024 ** 3
/** A bucket needs longer than a table. */
const SLOW_MS = 20_000
/** A busy server makes more in 90 days; reading all of them would take longer than the other checks together. */
const NEWEST_ARCHIVES = 5_000
/** Newest files that are looked for. */
const SAMPLE = 20
/** Archives on one server rarely come to this; where they do, those behind them are not looked at. */
const MOST_FILES = 5_000

/** `1.5 GiB`, or `64 MiB` */
function inBinary(bytes: number): string {
  if (bytes < GIBIBYTE) return `${Math.round(bytes / MEBIBYTE)} MiB`
  return `${(bytes / GIBIBYTE).toFixed(1)} GiB`
}

/** Where archives of a type are built. */
function folderOf({ config }: Patient, type: ExportType): string {
  const { directory, workDirectory } = config.exports
  if (type === 'migration') return directory
  return config.media.s3 === null ? config.media.root : workDirectory
}

/** What an archive may take where none was built yet. */
const LEAST_BYTES: Readonly<Record<ExportType, number>> = {
  backup: GIBIBYTE,
  migration: 64 * MEBIBYTE,
}

const disk: Check = {
  name: 'disk-space',
  title: (words) => words.titles['disk-space'],
  looksAt: `free bytes where archives of each type are built, and the largest of the newest ${NEWEST_ARCHIVES} of the last 90 days`,
  needs: ['tables'],
  look: async (patient) => {
    const archives = await roomFor(patient, 'backup')
    if (archives.state === 'error') return archives
    const migrations = await roomFor(patient, 'migration')
    return migrations.state === 'ok' ? archives : migrations
  },
}

async function roomFor(patient: Patient, type: ExportType): Promise<Finding> {
  const free = await patient.storage.freeBytes(archivePrefix(type))
  if (free === null) return ok(({ found }) => found.files.unknownRoom)
  const since = new Date(patient.now.getTime() - 90 * DAY_MS)
  const built = await largestArchive(patient.db, { type, since, limit: NEWEST_ARCHIVES })
  const largest = Math.max(built, LEAST_BYTES[type])
  const folder = folderOf(patient, type)
  const found: Said = (words) =>
    words.found.files.room(inBinary(Number(free)), folder, inBinary(largest))
  if (Number(free) > 3 * largest) return ok(found)
  const remedy = command(`df -h ${folder}`)
  if (Number(free) > largest) return warning(found, (words) => words.means.notForSeveral, remedy)
  return failure(found, (words) => words.means.requestsRefused, remedy)
}

const temporary: Check = {
  name: 'temporary-space',
  title: (words) => words.titles['temporary-space'],
  looksAt: 'free bytes in the folder of temporary files, where Mastodon puts what it uploads',
  needs: [],
  look: async () => {
    const folder = tmpdir()
    const { bavail, bsize } = await statfs(folder)
    const found: Said = (words) => words.found.files.free(inBinary(bavail * bsize), folder)
    if (bavail * bsize > GIBIBYTE) return ok(found)
    return warning(
      found,
      (words) => words.means.temporaryFull,
      command(`df -h ${folder} && lsof +L1 ${folder}`),
    )
  },
}

const writable: Check = {
  name: 'storage-writable',
  title: (words) => words.titles['storage-writable'],
  looksAt: `a small file that is written below ${BACKUP_PREFIX} and deleted again`,
  needs: [],
  limitMs: SLOW_MS,
  look: async (patient) => {
    try {
      await patient.storage.check(BACKUP_PREFIX)
      const { s3, root } = patient.config.media
      return ok(({ found }) => (s3 === null ? root : found.files.bucket(s3.bucket)))
    } catch (error) {
      return notWritable(patient, error)
    }
  },
}

/** Neither is mended by another owner of the folder. */
const NO_ROOM = /ENOSPC|EDQUOT/
const READ_ONLY = /EROFS/

/** What providers without ACLs answer when one is sent. */
const ACL = /AccessControlListNotSupported|\bACL\b|acl/

function notWritable(patient: Patient, error: unknown): Finding {
  const reason = `${reasonOf(error)}.`
  const found = asSaid(reason)
  const means: Said = (words) => words.means.failsAtItsEnd
  const { s3, root } = patient.config.media
  if (s3 === null) {
    const mending = NO_ROOM.test(reason)
      ? `df -h ${root} && df -i ${root}`
      : READ_ONLY.test(reason)
        ? `findmnt --target ${root}`
        : `sudo chown -R mastodon ${root}/backups`
    return failure(found, means, command(mending))
  }
  if (ACL.test(reason) && s3.sendsAcl)
    return failure(found, means, setting('S3_PERMISSION= (empty)'))
  return failure(
    found,
    means,
    setting(
      'S3_ENDPOINT, S3_BUCKET, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to what the bucket needs',
    ),
  )
}

const media: Check = {
  name: 'media-there',
  title: (words) => words.titles['media-there'],
  looksAt: `the newest ${SAMPLE} files that members of this server uploaded`,
  needs: ['database'],
  limitMs: SLOW_MS,
  look: async ({ db, media, config }) => {
    const files = await recentFiles(db, SAMPLE)
    const missing: string[] = []
    for (const { id, fileName } of files) {
      const key = storageKey('media_attachments/files', id, fileName)
      if ((await media.stat(key)) === null) missing.push(key)
    }
    if (missing.length === 0) return ok(({ found }) => found.files.allThere(files.length))
    const found: Said = (words) => {
      const names = firstOf(words, missing, missing.length, 2)
      return words.found.files.missing(missing.length, files.length, names)
    }
    if (missing.length < files.length) {
      return warning(found, (words) => words.means.madeWithoutThem, command('tootctl media usage'))
    }
    return failure(
      found,
      (words) => words.means.wrongPlace,
      config.media.s3 === null
        ? setting('PAPERCLIP_ROOT_PATH to Mastodon’s public/system, or S3_ENABLED=true')
        : setting('S3_BUCKET and S3_KEY_PREFIX as Mastodon has them'),
    )
  },
}

const orphans: Check = {
  name: 'orphaned-archives',
  title: (words) => words.titles['orphaned-archives'],
  looksAt: `up to ${MOST_FILES} files below ${BACKUP_PREFIX} that are older than a day, and the table backups`,
  needs: ['tables'],
  limitMs: SLOW_MS,
  look: async (patient) => {
    const found = await findOrphans(patient)
    if (found.length === 0) return ok((words) => words.found.none)
    const bytes = found.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    return warning(
      (words) => words.found.files.orphans(found.length, inBinary(bytes)),
      (words) => words.means.belongToNobody,
      { kind: 'mend', label: (words) => words.labels.deleteThem },
    )
  },
  mend: async (patient, actor) => {
    const found = await findOrphans(patient)
    for (const { key } of found) await patient.media.delete(key)
    const detail = `${found.length} archives`
    await patient.ledger.audit({ actor, action: 'deleted orphaned archives', detail })
    return (words) => words.mended.archivesDeleted(found.length)
  },
}

interface Orphan {
  readonly key: string
  readonly sizeBytes: number
}

/** Neither Mastodon nor the ledger knows the row whose id is in the path. */
async function findOrphans({ db, media, now }: Patient): Promise<readonly Orphan[]> {
  const old: (Orphan & { readonly id: string })[] = []
  let seen = 0
  for await (const { key, sizeBytes, modifiedAt } of media.files(BACKUP_PREFIX)) {
    seen += 1
    if (seen > MOST_FILES) break
    const id = readBackupKey(key)?.backupId
    const isOld = now.getTime() - modifiedAt.getTime() > DAY_MS
    if (id !== undefined && isOld) old.push({ key, sizeBytes, id })
  }
  const ids = [...new Set(old.map(({ id }) => id))]
  const [rows, exports] = await Promise.all([knownDumps(db, ids), exportsOfBackups(db, ids)])
  return old.filter(({ id }) => !rows.has(id) && !exports.has(id))
}

const leftovers: Check = {
  name: 'unfinished-files',
  title: (words) => words.titles['unfinished-files'],
  looksAt: 'unfinished files and uploads that are older than a day and that no export knows',
  needs: ['tables'],
  limitMs: SLOW_MS,
  look: async (patient) => {
    const found = await findUnfinished(patient)
    if (found.length === 0) return ok((words) => words.found.none)
    return warning(
      (words) => {
        const names = found.map(({ key }) => key)
        return words.found.files.unfinished(found.length, firstOf(words, names, names.length, 2))
      },
      (words) => words.means.crashLeft,
      { kind: 'mend', label: (words) => words.labels.deleteThem },
    )
  },
  mend: async (patient) => {
    const found = await findUnfinished(patient)
    for (const one of found) await one.remove()
    return (words) => words.mended.deleted(found.length)
  },
}

async function findUnfinished({ db, storage, now }: Patient): Promise<readonly Unfinished[]> {
  const known = await knownPartialKeys(db)
  const found: Unfinished[] = []
  for await (const one of storage.unfinished('')) {
    const isOld = now.getTime() - one.at.getTime() > DAY_MS
    if (isOld && !known.has(one.key)) found.push(one)
    if (found.length >= MOST_FILES) break
  }
  return found
}

export const FILE_CHECKS: readonly Check[] = [disk, temporary, writable, media, orphans, leftovers]
