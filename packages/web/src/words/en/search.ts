/** Search: what can be asked, how far it has come, what it found. */

export const search = {
  titleOf: (query: string) => `${query} – Search`,
  searchIn: 'Search in',
  searchFor: 'Search for',
  /** The qualifiers are the same in every language. */
  placeholder: 'class: queue: error: args.user_id: or any text',
  submit: 'Search',
  queue: (name: string) => `Queue ${name}`,
  help: {
    title: 'What can be asked',
    class: 'jobs whose class contains it',
    queue: 'jobs of that queue',
    error: 'jobs whose last error contains it, class or message',
    args: 'jobs with exactly that value at that place of an argument',
    since: 'jobs that failed in the last hour (also 30m, 7d)',
    tag: 'jobs with that tag, or that id',
    note: 'All parts must fit; capitals count; anything else is text looked for in the whole job. To search a queue, begin on its page.',
  },
  /** `jobs` is "2,500 jobs". */
  searchedAll: (jobs: string, found: string) => `Searched all ${jobs} – ${found} found.`,
  searchedRest: (seen: string, total: string, found: string) =>
    `Searched ${seen} of ${total} – ${found} found.`,
  searchedPart: (seen: string, total: string, found: string) =>
    `Searched ${seen} of ${total} – ${found} found`,
  goOn: 'Continue',
  nothingYet: 'Nothing in this part; continue to look through the rest.',
  noMore: 'No more jobs fit.',
  nothing: 'No job here fits.',
  nothingHint: 'Capitals count, and all parts must fit. Hidden values cannot be searched for.',
  caption: 'Jobs that fit',
  allThatFit: 'All that fit:',
  all: { retry: 'Retry all…', 'run-now': 'Run all…', delete: 'Delete all…', kill: 'Kill all…' },
}
