/** Import and export → Import: where Mastodon reads lists in, and how far it is. */

export const imports = {
  tabs: { label: 'Import and export', export: 'Data export', import: 'Import' },
  note: 'Lists from another server are read in here, and yours there.',
  title: 'Import a list',
  how: 'The CSV files of a migration export, and those under Data export, are what Mastodon’s import reads: follows, mutes, blocks, domain blocks, bookmarks and lists. Mastodon checks the file, shows you what it understood, and begins when you say so.',
  modes: 'Merge keeps what is there and adds what is new; Overwrite replaces it.',
  open: (domain: string) => `Import on ${domain}`,
  recent: 'Recent imports',
  none: 'No imports in the last days',
  noneNote: 'Mastodon keeps them for a week; how far they are appears here.',
  unreadable: 'Recent imports cannot be read here',
  unreadableNote:
    'Howdah may not see them on this server; its administrators can allow it. Mastodon itself shows how far they are.',
  columns: {
    type: 'Type',
    state: 'Status',
    imported: 'Imported',
    failed: 'Failures',
    started: 'Started at',
  },
  types: {
    following: 'Following list',
    blocking: 'Blocking list',
    muting: 'Muting list',
    'domain-blocking': 'Domain blocking list',
    bookmarks: 'Bookmarks',
    lists: 'Lists',
    filters: 'Filters',
  },
  states: {
    unconfirmed: 'Unconfirmed',
    scheduled: 'Scheduled',
    running: 'In progress',
    finished: 'Finished',
  },
  unknown: 'not known here',
  overwrites: 'overwrites',
}
