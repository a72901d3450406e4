/** What a reader chooses for their browser. */

export const settings = {
  title: 'Settings',
  note: 'How this browser shows the console. Nobody else is affected.',
  saved: 'Saved for this browser.',
  time: 'Times',
  times: { utc: 'UTC', local: 'In the time zone below', relative: 'As distances: 5 min ago' },
  zone: 'Time zone',
  zoneHint: 'A name such as Europe/Berlin. Empty is UTC.',
  theme: 'Colours',
  themes: { auto: 'As the system has it', light: 'Light', dark: 'Dark' },
  rows: 'Rows on a page',
  shortcuts: 'Keyboard shortcuts',
  shortcutsHint: 'Single letters, such as j for the next row; ? lists them.',
  onOff: { off: 'Off', on: 'On' },
  save: 'Save',
}
