/** The text that explains a migration export to the person who opens it, perhaps years later. */

export interface ReadmeFacts {
  /** `ada@example.social` */
  readonly address: string
  readonly madeAt: Date
}

export function migrationReadme(facts: ReadmeFacts): string {
  const day = facts.madeAt.toISOString().slice(0, 10)
  return `These are the lists of the account @${facts.address}, as they were on ${day}.

Each is a table that any spreadsheet opens. Most of them can be taken along to a new account: log in
there, open Preferences > Import and export > Import, choose the kind of list and the file.

  following_accounts.csv   whom you follow              import as: Following list
  lists.csv                your lists and who is in them import as: Lists
  muted_accounts.csv       whom you mute                import as: Muting list
  blocked_accounts.csv     whom you block               import as: Blocking list
  blocked_domains.csv      servers you block            import as: Domain blocking list
  bookmarks.csv            posts you bookmarked         import as: Bookmarks
  followers.csv            who follows you              for your records

Followers cannot be imported: they follow you along when you move your account, under Preferences >
Account > Move to a different account. Your posts are not in here; they are in the archive that you
can request on the same page as this export.
`
}
