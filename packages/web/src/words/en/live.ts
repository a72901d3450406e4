/** What a live page says of its updates; `assets/console.js` is given these words with the page. */

export const live = {
  pause: 'Pause updates',
  resume: 'Resume updates',
  paused: 'Updates paused',
  whileSelected: 'Updates paused while rows are selected',
  away: 'Redis does not answer; this is what was last known',
  every: (seconds: string) => `Updates every ${seconds} s`,
  live: 'Live',
  off: 'Updates are off',
  /** Many or few: the script counts, so it gets every form. */
  newRows: { one: '# new row: show', other: '# new rows: show' },
  copied: 'Copied',
}
