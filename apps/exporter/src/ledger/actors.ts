/**
 * Who asks for exports and who acts on them. People are kept under their user names; members who act
 * on their own exports, and programs, under these words.
 */

/** The member, on their own page. */
export const BY_MEMBER = 'member'
/** Mastodon: a row of its table `backups` that its own page has made. */
export const BY_MASTODON = 'mastodon'
/** A job that others pushed. */
export const BY_QUEUE = 'queue'
/** The time that a member chose for regular exports. */
export const BY_RECURRENCE = 'recurring'

/** Programs, whose deeds are no matter of the audit. */
const PROGRAMS: readonly string[] = ['worker', 'howdah', BY_MASTODON, BY_QUEUE, BY_RECURRENCE]

/** Whether the audit has to know who this was. */
export function isPerson(actor: string): boolean {
  return !PROGRAMS.includes(actor)
}

const OWN_WISHES: readonly string[] = [BY_MEMBER, BY_MASTODON, BY_QUEUE, BY_RECURRENCE]

/** Whether the member wanted it; else `requestedBy` is the administrator who asked for them. */
export function isOwnWish({ requestedBy }: { readonly requestedBy: string }): boolean {
  return OWN_WISHES.includes(requestedBy)
}
