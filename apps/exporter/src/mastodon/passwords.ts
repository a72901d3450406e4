/**
 * Checks a password against Mastodon's `users.encrypted_password`.
 *
 * Who may log in: everybody who may export on Mastodon itself, that is also suspended, disabled,
 * moved, unconfirmed and not yet approved members, because they are the ones who most need their
 * archive. What such accounts must not do (administer) is for the pages to refuse. Two kinds may
 * not: members with a second factor, which a password alone would bypass, and those without a
 * password of their own (LDAP, PAM, single sign-on).
 */
import { compare } from 'bcryptjs'
import type { Member } from './members.ts'

export type PasswordVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong' }
  /** The password is right, and not enough. */
  | { readonly kind: 'second-factor' }

/** The hash of a random word nobody knows, at Devise's cost of 10: an unknown address costs the same. */
const NOBODY_HASH = '$2b$10$qceHbm7wgwlwvlBu3Y4vt.qOhGvrmltI7NCgMJy7cpR1lj/2DqZMK'

/** bcrypt reads no further; Devise accepts no longer passwords. */
const MAX_PASSWORD_BYTES = 72

/** Compares in the same time for unknown members (null), right and wrong passwords. */
export async function verifyPassword(
  member: Member | null,
  password: string,
): Promise<PasswordVerdict> {
  const stored = member?.user.encrypted_password ?? ''
  const hash = isBcrypt(stored) ? stored : NOBODY_HASH
  const isRight = await compare(password, hash)
  if (!isRight || hash !== stored || Buffer.byteLength(password) > MAX_PASSWORD_BYTES) {
    return { kind: 'wrong' }
  }
  return { kind: member?.hasSecondFactor === true ? 'second-factor' : 'right' }
}

function isBcrypt(hash: string): boolean {
  return /^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/.test(hash)
}
