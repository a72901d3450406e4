/** The member that a command names, however administrators are used to write it. */
import type { Kysely } from 'kysely'
import type { Instance } from '../mastodon/instance.ts'
import { findMember, type Member } from '../mastodon/members.ts'
import type { MastodonDatabase } from '../mastodon/tables.ts'
import { UsageError } from './usage-error.ts'

interface Place {
  readonly db: Kysely<MastodonDatabase>
  readonly instance: Instance
}

/**
 * @param text "ada", "@ada", "ada@example.social" or "@ada@example.social"
 * @throws {@link UsageError} when nobody here has that name
 */
export async function memberNamed({ db, instance }: Place, text: string): Promise<Member> {
  const [name = '', domain] = text.trim().replace(/^@/, '').split('@')
  const isHere = domain === undefined || domain.toLowerCase() === instance.localDomain.toLowerCase()
  const member = isHere && name !== '' ? await findMember(db, { username: name }) : null
  if (member !== null) return member
  throw new UsageError(`${text} is no member of ${instance.localDomain}. Check the spelling.`)
}
