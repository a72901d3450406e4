/** The help that `?` opens: each key with what it does. */

export const shortcuts = {
  title: 'Keyboard shortcuts',
  close: 'Close',
  keys: {
    '?': 'Show this help',
    '/': 'Search',
    j: 'Next row',
    k: 'Previous row',
    x: 'Select the row',
    Enter: 'Open the row',
    '.': 'Pause or resume updates',
  },
}
