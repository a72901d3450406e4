/**
 * Live pages: told what has changed, they fetch themselves again and put the marked regions in place.
 *
 * Pages are complete without this file. Regions carry `data-live="name"`; the page's topics stand in
 * `data-live-on`. Nothing is taken out of a reader's hands: updates wait while rows are ticked, text is
 * selected or a field has the focus; open details, scroll and focus stay. New rows of a list do not
 * push: they are announced, and come when asked for. Updates can be paused (and stay so in this
 * browser). A hidden page closes its connection and costs nothing.
 *
 * Words, number format and interval come with the page, in `data-live-control`.
 */

/** Nothing changed for so long: ages and times have moved on all the same. */
const LONGEST_MS = 30_000
const PAUSE_KEY = 'howdah.paused'

const control = document.querySelector('[data-live-control]')
const words = JSON.parse(control?.dataset.words ?? '{}')

const COPIERS = '[data-copy]'
showCopiers(document)
document.addEventListener('toggle', ({ target }) => addCopier(target), { capture: true })
document.addEventListener('click', (event) => {
  const button = event.target.closest?.(COPIERS)
  if (button) copy(button).catch(() => undefined) // Refused: the text can still be marked by hand.
  closeMenus((menu) => !menu.contains(event.target))
})
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeMenus(() => true)
})

function showCopiers(root) {
  for (const button of root.querySelectorAll(COPIERS)) button.hidden = false
}

/** Menus of a list that says what copying a link is called get that entry when they are opened. */
function addCopier(details) {
  const label = details.closest('[data-copy-link]')?.dataset.copyLink
  const list = details.querySelector('.menu__list')
  if (!details.open || label === undefined || !list || list.querySelector(COPIERS)) return
  const button = addButton(list, label)
  button.className = ''
  button.dataset.copy = ''
}

async function copy(button) {
  const id = button.dataset.copy
  // In a menu it is the address of the first entry, which opens the row's own page.
  const text =
    id === ''
      ? button.parentElement.querySelector('a').href
      : (document.getElementById(id)?.textContent ?? '')
  await navigator.clipboard.writeText(text)
  button.textContent = words.copied
}

/** The focus goes back to where a menu was opened. */
function closeMenus(fits) {
  for (const menu of document.querySelectorAll('.menu[open]')) {
    if (!fits(menu)) continue
    const hadFocus = menu.contains(document.activeElement)
    menu.open = false
    if (hadFocus) menu.querySelector('summary').focus()
  }
}

if (control !== null) start(control)

function start(control) {
  const status = document.createElement('span')
  control.hidden = false
  // Changes within an interval are fetched together.
  const intervalMs = Number(control.dataset.seconds) * 1_000
  if (intervalMs === 0) {
    status.textContent = words.off
    control.append(status)
    return
  }
  const button = addButton(control, words.pause)
  button.dataset.pauses = ''
  const news = addButton(control, '')
  control.prepend(status)
  news.hidden = true
  news.setAttribute('role', 'status')
  const state = { isWaiting: false, isAway: false, lastMs: 0, source: null, news }

  const isPaused = () => localStorage.getItem(PAUSE_KEY) === 'yes'
  const show = () => {
    status.textContent = wordFor(state, isPaused())
    button.textContent = isPaused() ? words.resume : words.pause
  }
  const update = () => {
    state.isWaiting = isPaused() || document.hidden || isInUse()
    if (state.isWaiting) return
    state.lastMs = Date.now()
    refresh(state)
      .catch(() => undefined)
      .finally(show)
  }
  /** Soon: what changes in the meantime comes with it. */
  const updateSoon = () => {
    if (state.timer !== undefined) return
    const wait = Math.max(0, state.lastMs + intervalMs - Date.now())
    state.timer = setTimeout(() => {
      state.timer = undefined
      update()
    }, wait)
  }
  button.addEventListener('click', () => {
    localStorage.setItem(PAUSE_KEY, isPaused() ? 'no' : 'yes')
    show()
    if (!isPaused()) update()
  })
  news.addEventListener('click', () => {
    refresh(state, true).catch(() => undefined)
  })
  document.addEventListener('change', () => {
    show()
    if (state.isWaiting && !isInUse()) updateSoon()
  })
  show()
  listen(control.dataset.events, { state, update, updateSoon, show, intervalMs })
}

function addButton(control, text) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'button button--small'
  button.textContent = text
  control.append(button)
  return button
}

function wordFor({ isAway, source }, isPaused) {
  // Whoever has paused, or is about to act, must know it too.
  if (isAway) return words.away
  if (isPaused) return words.paused
  if (hasTicks()) return words.whileSelected
  return source === null ? words.every : words.live
}

/** By events where the server sends them, else every few seconds. */
function listen(address, { state, update, updateSoon, show, intervalMs }) {
  const onPage = () => (document.querySelector('[data-live-on]')?.dataset.liveOn ?? '').split(' ')
  setInterval(() => {
    if (state.source === null || Date.now() - state.lastMs > LONGEST_MS) update()
  }, intervalMs)
  if (address === undefined) return
  const open = () => {
    const source = new EventSource(address)
    source.addEventListener('open', () => {
      state.source = source
      show()
    })
    source.addEventListener('changed', (event) => {
      state.isAway = false
      show()
      const topics = onPage()
      if (event.data.split(' ').some((topic) => topics.includes(topic))) updateSoon()
    })
    source.addEventListener('away', () => {
      state.isAway = true
      show()
    })
    source.addEventListener('back', () => {
      state.isAway = false
      show()
      updateSoon()
    })
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) state.source = null
      show()
    })
    return source
  }
  let source = document.hidden ? null : open()
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      source?.close()
      source = null
    } else if (source === null) {
      source = open()
      updateSoon()
    }
  })
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

async function refresh(state, takesNews = false) {
  const from = document.querySelector('[data-live-from]')?.dataset.liveFrom ?? location.href
  const response = await fetch(from, { headers: { accept: 'text/html' } })
  state.isAway = response.status === 503
  if ((!response.ok && response.status !== 404) || response.redirected) return
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
  if (isInUse()) return // A row was ticked while the answer was under way.
  state.news.hidden = true
  for (const region of document.querySelectorAll('[data-live]')) {
    const next = fresh.querySelector(`[data-live="${region.dataset.live}"]`)
    if (next === null || next.innerHTML === region.innerHTML) continue
    const news = takesNews || isOtherwise(region, next) ? 0 : newRows(region, next)
    if (news > 0) announce(state.news, region, next, news)
    else replace(region, next)
  }
  document.title = fresh.title
}

/** Redis went away or came back: what the page says of that must not wait for new rows to be asked for. */
function isOtherwise(region, next) {
  const isAway = (one) => one.querySelector('[data-away]') !== null
  return isAway(region) !== isAway(next)
}

/** Rows that would push others down; none where the list says nothing about itself. */
function newRows(region, next) {
  const known = keysOf(region)
  if (known.size === 0) return 0
  return [...keysOf(next)].filter((key) => !known.has(key)).length
}

function keysOf(region) {
  return new Set(
    [...region.querySelectorAll('[data-announces] [data-key]')].map((row) => row.dataset.key),
  )
}

/** The form that the page's language has for a count. */
function counted(count, texts) {
  const form = new Intl.PluralRules(document.documentElement.lang).select(count)
  const number = new Intl.NumberFormat(control.dataset.formats).format(count)
  return (texts[form] ?? texts.other).replace('#', number)
}

/** The rows stay where they are; those that have left the list are greyed. */
function announce(button, region, next, count) {
  const rows = new Map(
    [...next.querySelectorAll('[data-key]')].map((row) => [row.dataset.key, row]),
  )
  for (const row of region.querySelectorAll('[data-announces] [data-key]')) {
    row.classList.toggle('is-gone', !rows.has(row.dataset.key))
  }
  button.textContent = counted(count, words.newRows)
  button.hidden = false
}

function replace(region, next) {
  const open = [...region.querySelectorAll('details[open]')].map((one) => addressOf(region, one))
  const active = region.contains(document.activeElement) ? document.activeElement : null
  const focus = active === null ? null : addressOf(region, active)
  const scrolled = [...region.querySelectorAll('pre')]
    .filter((one) => one.scrollTop > 0)
    .map((one) => [addressOf(region, one), one.scrollTop])
  region.replaceChildren(...next.childNodes)
  for (const name of ['liveFrom', 'liveOn']) {
    if (next.dataset[name] !== undefined) region.dataset[name] = next.dataset[name]
  }
  showCopiers(region)
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
