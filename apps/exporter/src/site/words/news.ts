/** Which of two sentences a member reads: mail is promised only to those who get it. */

/** `mail`: how an export ends comes by mail; `quiet`: the member has chosen none, and looks. */
export type News = 'mail' | 'quiet'

export function newsOf({ wantsMail }: { readonly wantsMail: boolean }): News {
  return wantsMail ? 'mail' : 'quiet'
}
