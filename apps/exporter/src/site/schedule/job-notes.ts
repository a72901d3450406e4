/**
 * Whose job is this? Reads the arguments of jobs in the console and names their members, with one
 * query for the whole page.
 *
 * Howdah's own jobs carry `{"user_id": …, "type": …, "export_id": …}`. Jobs that Mastodon's Ruby
 * process pushed carry only the id of a row in `backups`; the member is found through that row.
 */
import type { JobRecord } from '@howdah/engine/api'
import type { JobNote } from '@howdah/web'
import { readJobOwner, type JobOwner } from '../../ledger/job-owner.ts'
import { namesOfBackups, namesOfUsers } from '../../mastodon/users.ts'
import type { SiteDatabase } from '../context.ts'
import { words } from '../words/words.ts'

/** Notes by jid for the jobs that belong to a member. */
export async function describeJobs(
  db: SiteDatabase,
  basePath: string,
  jobs: readonly JobRecord[],
): Promise<ReadonlyMap<string, JobNote>> {
  const owners = new Map<string, JobOwner>()
  for (const job of jobs) {
    const owner = readJobOwner(job)
    if (owner) owners.set(job.jid, owner)
  }
  const names = await ownerNames(db, [...owners.values()])
  const notes = new Map<string, JobNote>()
  for (const [jid, owner] of owners) {
    const note = noteFor(owner, names, basePath)
    if (note) notes.set(jid, note)
  }
  return notes
}

interface OwnerNames {
  readonly users: ReadonlyMap<string, string>
  readonly backups: ReadonlyMap<string, { readonly userId: string; readonly username: string }>
}

async function ownerNames(db: SiteDatabase, owners: readonly JobOwner[]): Promise<OwnerNames> {
  const userIds = owners.flatMap((owner) => (owner.kind === 'export' ? [owner.userId] : []))
  const backupIds = owners.flatMap((owner) => (owner.kind === 'backup-row' ? [owner.backupId] : []))
  const [users, backups] = await Promise.all([
    userIds.length === 0 ? new Map<string, string>() : namesOfUsers(db, userIds),
    backupIds.length === 0 ? new Map() : namesOfBackups(db, backupIds),
  ])
  return { users, backups }
}

function noteFor(owner: JobOwner, names: OwnerNames, basePath: string): JobNote | null {
  if (owner.kind === 'backup-row') {
    const found = names.backups.get(owner.backupId)
    return found
      ? {
          label: `@${found.username}`,
          href: `/admin/users/${found.userId}/edit`,
          duplicateKey: `${found.userId}:backup`,
        }
      : null
  }
  const username = names.users.get(owner.userId)
  return {
    // A member who is gone is why such a job fails: say so instead of saying nothing.
    label: username === undefined ? words().schedule.noSuchMember(owner.userId) : `@${username}`,
    href: `/admin/users/${owner.userId}/edit`,
    ...(owner.isBuilder ? { duplicateKey: `${owner.userId}:${owner.type}` } : {}),
    ...(owner.exportId === null ? {} : { exportHref: `${basePath}/exports/${owner.exportId}` }),
  }
}
