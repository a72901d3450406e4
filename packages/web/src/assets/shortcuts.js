/**
 * Keyboard shortcuts, for readers who have switched them on in the settings.
 *
 * `?` help · `/` search · `g` and a letter: the tab that carries it · `j` `k` the next and the previous
 * row · `x` tick · `Enter` open · `.` pause and resume updates. What a tab's letter is, and every word of
 * the help, stands in the page.
 */

/** How long `g` waits for its letter. */
const CHORD_MS = 1_500

const KEYS = {
  '?': () => document.querySelector('[data-shortcut-help]')?.showModal(),
  '/': () => focusSearch(),
  '.': () => document.querySelector('[data-live-control] [data-pauses]')?.click(),
  j: () => step(1),
  k: () => step(-1),
  x: () => chosenRow()?.querySelector('.cell-tick input')?.click(),
  Enter: () => openChosen(),
}

let chordUntilMs = 0

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (isBusy(event.target)) return
  if (performance.now() < chordUntilMs) {
    chordUntilMs = 0
    const link = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`)
    if (link !== null) take(event, () => link.click())
    return
  }
  if (event.key === 'g') chordUntilMs = performance.now() + CHORD_MS
  else if (Object.hasOwn(KEYS, event.key) && !isPress(event)) take(event, KEYS[event.key])
})

function take(event, act) {
  if (act() !== false) event.preventDefault()
}

/** Letters belong to fields, and everything to an open dialog. */
function isBusy(target) {
  const isField = target.matches?.('input:not([type="checkbox"]), select, textarea') ?? false
  return isField || target.isContentEditable || document.querySelector('dialog[open]') !== null
}

/** Enter on a link or button is the browser's. */
function isPress({ key, target }) {
  return key === 'Enter' && (target.matches?.('a, button, summary') ?? false)
}

function focusSearch() {
  const field = document.querySelector('main input[type="search"]')
  if (field === null) document.querySelector('[data-shortcut="/"]')?.click()
  else field.focus()
}

function rows() {
  return [...document.querySelectorAll('main tbody tr')]
}

function chosenRow() {
  return document.activeElement?.closest('main tbody tr') ?? null
}

/** The focus itself moves, so that what the screen reader says and what the keys do agree. */
function step(by) {
  const all = rows()
  if (all.length === 0) return false
  const now = all.indexOf(chosenRow())
  const next = now === -1 ? (by > 0 ? 0 : all.length - 1) : now + by
  const row = all[Math.min(Math.max(next, 0), all.length - 1)]
  const target = row.querySelector('.cell-tick input, a, summary, button') ?? row
  if (target === row) row.tabIndex = -1
  target.focus()
  row.scrollIntoView({ block: 'nearest' })
  return true
}

function openChosen() {
  const row = chosenRow()
  const link = row?.querySelector('[data-opens], th a') ?? row?.querySelector('a[href]')
  if (!link) return false
  link.click()
  return true
}
