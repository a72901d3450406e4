/**
 * Live refresh: fetches the page again every few seconds and puts the marked regions in place.
 *
 * Pages are complete without this file. Regions carry `data-live="name"`. A refresh never takes
 * anything out of a reader's hands: it waits while rows are ticked, text is selected or a field
 * has the focus, and keeps open details and the focus where they were. It can be paused (and stays
 * so in this browser), and rests while the page is hidden.
 */

const INTERVAL_MS = 5_000
const PAUSE_KEY = 'howdah.paused'

for (const button of document.querySelectorAll('[data-copy]')) button.hidden = false
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-copy]')
  if (button) copy(button).catch(() => undefined) // Refused: the text can still be marked by hand.
})

async function copy(button) {
  const text = document.getElementById(button.dataset.copy)?.textContent ?? ''
  await navigator.clipboard.writeText(text)
  button.textContent = 'Copied'
}

const control = document.querySelector('[data-live-control]')
if (control !== null) start(control)

function start(control) {
  const status = document.createElement('span')
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'button button--small'
  control.append(status, button)
  control.hidden = false

  const isPaused = () => localStorage.getItem(PAUSE_KEY) === 'yes'
  const show = () => {
    status.textContent = isPaused()
      ? 'Updates paused'
      : hasTicks()
        ? 'Updates paused while rows are selected'
        : 'Updates every 5 s'
    button.textContent = isPaused() ? 'Resume updates' : 'Pause updates'
  }
  button.addEventListener('click', () => {
    localStorage.setItem(PAUSE_KEY, isPaused() ? 'no' : 'yes')
    show()
  })
  document.addEventListener('change', show)
  show()
  setInterval(() => {
    if (!isPaused() && !document.hidden && !isInUse()) refresh().catch(() => undefined)
  }, INTERVAL_MS)
}

function hasTicks() {
  return document.querySelector('.cell-tick :checked') !== null
}

function isTyping() {
  return document.activeElement?.matches('input:not([type="checkbox"]), select, textarea') ?? false
}

function isInUse() {
  const selection = getSelection()
  const isSelecting = selection !== null && !selection.isCollapsed
  return hasTicks() || isSelecting || isTyping()
}

async function refresh() {
  const from = document.querySelector('[data-live-from]')?.dataset.liveFrom ?? location.href
  const response = await fetch(from, { headers: { accept: 'text/html' } })
  if ((!response.ok && response.status !== 404) || response.redirected) return
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
  if (isInUse()) return // A row was ticked while the answer was under way.
  for (const region of document.querySelectorAll('[data-live]')) {
    const next = fresh.querySelector(`[data-live="${region.dataset.live}"]`)
    if (next !== null && next.innerHTML !== region.innerHTML) replace(region, next)
  }
  document.title = fresh.title
}

function replace(region, next) {
  const open = [...region.querySelectorAll('details[open]')].map((one) => addressOf(region, one))
  const active = region.contains(document.activeElement) ? document.activeElement : null
  const focus = active === null ? null : addressOf(region, active)
  const scrolled = [...region.querySelectorAll('pre')]
    .filter((one) => one.scrollTop > 0)
    .map((one) => [addressOf(region, one), one.scrollTop])
  region.replaceChildren(...next.childNodes)
  for (const address of open) at(region, address)?.setAttribute('open', '')
  for (const [address, top] of scrolled) {
    const element = at(region, address)
    if (element !== undefined) element.scrollTop = top
  }
  if (focus !== null) at(region, focus)?.focus({ preventScroll: true })
}

/** Where an element is: its row's key, and which of its kind it is in there. */
function addressOf(region, element) {
  const key = element.closest('[data-key]')?.dataset.key ?? null
  const tag = element.tagName
  return { key, tag, index: sameKind(region, { key, tag }).indexOf(element) }
}

function at(region, address) {
  return sameKind(region, address)[address.index]
}

function sameKind(region, { key, tag }) {
  return [...region.querySelectorAll(tag)].filter(
    (one) => (one.closest('[data-key]')?.dataset.key ?? null) === key,
  )
}
