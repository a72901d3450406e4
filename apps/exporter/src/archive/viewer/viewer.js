// The offline viewer of an archive. It runs from the file system: no modules, no fetch. Data come
// from scripts beside it, which call howdahArchive() and howdahPosts(). Posts are hostile: they are
// shown as text; the profile's HTML is taken apart in a document that runs and loads nothing, and
// rebuilt from a short list.
'use strict'
;(() => {
  const POSTS_A_VIEW = 25
  /** Scripts of posts kept in memory; older ones are loaded again when they are needed. */
  const KEPT_PAGES = 4
  const ALLOWED = new Set(
    'P BR A SPAN STRONG B EM I U DEL S CODE PRE UL OL LI BLOCKQUOTE'.split(' '),
  )
  const UNREAD = new Set('SCRIPT STYLE TEMPLATE IFRAME OBJECT EMBED NOSCRIPT SVG MATH'.split(' '))
  const VISIBILITIES = {
    public: 'Public',
    unlisted: 'Quiet public',
    private: 'Followers only',
    direct: 'Mentioned people only',
    limited: 'Limited',
  }

  let archive
  const pages = new Map()
  const waiting = new Map()
  /** Grows with each view, so that a search that was left stops. */
  let view = 0
  let total = 0

  const find = (id) => document.getElementById(id)
  const number = (value) => value.toLocaleString()

  /** An element; children that are strings are text, never HTML. */
  function make(name, properties = {}, children = []) {
    const element = Object.assign(document.createElement(name), properties)
    element.append(...children.filter((child) => child !== null))
    return element
  }

  // --- Reading -----------------------------------------------------------------------------

  globalThis.howdahPosts = (page, posts) => {
    pages.set(page, posts)
    for (const old of [...pages.keys()].slice(0, -KEPT_PAGES)) pages.delete(old)
  }

  /** The posts of a script, oldest first. */
  function loadPage(page) {
    if (pages.has(page)) return Promise.resolve(pages.get(page))
    if (!waiting.has(page)) waiting.set(page, addScript(page))
    return waiting.get(page)
  }

  function addScript(page) {
    const name = `howdah/viewer/posts/${page}.js`
    return new Promise((resolve, reject) => {
      const script = make('script', { src: name })
      const end = () => {
        script.remove()
        waiting.delete(page)
        if (pages.has(page)) resolve(pages.get(page))
        else reject(new Error(`${name} is missing or damaged. Unpack the whole archive again.`))
      }
      script.addEventListener('load', end)
      script.addEventListener('error', end)
      document.body.append(script)
    })
  }

  /** The post with a number, counted from the oldest one. */
  async function postAt(index) {
    const posts = await loadPage(Math.floor(index / archive.postsAPage) + 1)
    return posts[index % archive.postsAPage]
  }

  /** How many posts are not newer than a day, found in a handful of scripts. */
  async function countUntil(day) {
    let low = 0
    let high = total
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if ((await postAt(middle)).at.slice(0, 10) <= day) low = middle + 1
      else high = middle
    }
    return low
  }

  // --- Sanitising --------------------------------------------------------------------------

  function cleanHtml(html) {
    const fragment = document.createDocumentFragment()
    copyClean(new DOMParser().parseFromString(html, 'text/html').body, fragment)
    return fragment
  }

  function copyClean(from, to) {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) to.append(node.data)
      if (node.nodeType !== Node.ELEMENT_NODE) continue
      const name = node.nodeName.toUpperCase()
      if (UNREAD.has(name)) continue
      const target = ALLOWED.has(name) ? make(name === 'A' ? 'span' : name) : to
      const place = name === 'A' ? linkTo(node.getAttribute('href')) : target
      if (place !== to) to.append(place)
      copyClean(node, place)
    }
  }

  /** A link to the web, in a window of its own; a span when the address is none of the web. */
  function linkTo(address) {
    const isWeb = /^https?:\/\//i.test(address ?? '')
    if (!isWeb) return make('span')
    return make('a', { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' })
  }

  function outerLink(address, text) {
    const link = linkTo(address)
    link.append(text)
    return link
  }

  /** Always a file below this folder, whatever the name says. */
  function fileAddress(name) {
    const parts = name.split('/').filter((part) => part !== '' && part !== '.' && part !== '..')
    return `./${parts.map(encodeURIComponent).join('/')}`
  }

  // --- Searching ---------------------------------------------------------------------------

  function folded(text) {
    return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  }

  function matcherOf({ words, kind }) {
    const wanted = folded(words).split(/\s+/).filter(Boolean)
    return (post) =>
      isOfKind(post, kind) && wanted.every((word) => searchedText(post).includes(word))
  }

  function searchedText(post) {
    const text = post.text ?? post.boost ?? ''
    const files = (post.files ?? []).map((file) => file.description ?? '')
    const choices = (post.poll ?? []).map((choice) => choice.name)
    return folded([post.warning ?? '', text, ...files, ...choices].join(' '))
  }

  function isOfKind(post, kind) {
    const isBoost = 'boost' in post
    if (kind === 'posts') return !isBoost && !('replyTo' in post)
    if (kind === 'replies') return 'replyTo' in post
    if (kind === 'boosts') return isBoost
    return kind !== 'media' || post.files !== undefined
  }

  // --- Showing -----------------------------------------------------------------------------

  function postElement(post) {
    const isBoost = 'boost' in post
    const body = isBoost ? boostElement(post) : coveredBody(post)
    const label = `${isBoost ? 'Boost' : 'Post'} of ${timeText(post.at)}`
    const element = make('article', { className: 'post' }, [headElement(post), body])
    if (!isBoost) element.append(...footElements(post))
    element.setAttribute('aria-label', label)
    return element
  }

  function timeText(at) {
    return new Date(at).toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' })
  }

  function headElement(post) {
    const kind = 'boost' in post ? 'Boost' : 'replyTo' in post ? 'Reply' : null
    return make('p', { className: 'post__head' }, [
      make('time', { dateTime: post.at }, [timeText(post.at)]),
      make('span', {}, [VISIBILITIES[post.visibility] ?? post.visibility]),
      kind === null ? null : make('span', {}, [kind]),
      post.editedAt === undefined ? null : make('span', {}, [`Edited ${timeText(post.editedAt)}`]),
    ])
  }

  function boostElement(post) {
    if (post.boost === null) return make('p', {}, ['A boost of a post that has been deleted.'])
    return make('p', {}, ['Boosted ', outerLink(post.boost, post.boost)])
  }

  function coveredBody(post) {
    if (post.warning !== undefined) return cover(post.warning, bodyElements(post))
    const [text, ...rest] = bodyElements(post)
    const files = rest.filter((part) => part.className === 'media')
    if (post.sensitive !== true || files.length === 0) return make('div', {}, [text, ...rest])
    const others = rest.filter((part) => part.className !== 'media')
    return make('div', {}, [text, ...others, cover('Sensitive media', files)])
  }

  /** Hidden until somebody asks for it; pictures in it are not even loaded. */
  function cover(title, parts) {
    const summary = make('summary', { dir: 'auto' }, [title])
    const details = make('details', { className: 'cover' }, [summary])
    details.addEventListener('toggle', () => {
      if (details.open && details.children.length === 1) details.append(...parts)
    })
    return details
  }

  function bodyElements(post) {
    const text = make('div', { className: 'text', dir: 'auto' }, textParagraphs(post.text ?? ''))
    for (const part of text.children) part.dir = 'auto'
    if (/^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(post.language ?? '')) text.lang = post.language
    return [
      text,
      ...(post.poll === undefined ? [] : [pollElement(post.poll)]),
      ...(post.files === undefined
        ? []
        : [make('div', { className: 'media' }, post.files.map(fileElement))]),
    ]
  }

  /** Paragraphs as they were typed, with addresses of the web as links. */
  function textParagraphs(text) {
    return text.split(/\n{2,}/).map((paragraph) => {
      const parts = paragraph.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'])/i)
      const nodes = parts.map((part, at) => (at % 2 === 1 ? outerLink(part, part) : part))
      return make('p', { className: 'typed' }, nodes)
    })
  }

  function pollElement(choices) {
    const rows = choices.map(({ name, votes }) =>
      make('li', {}, [
        make('span', { dir: 'auto' }, [name]),
        make('span', {}, [votes === 1 ? '1 vote' : `${number(votes)} votes`]),
      ]),
    )
    return make('ul', { className: 'poll' }, rows)
  }

  const KINDS = { image: 'Picture', video: 'Film', audio: 'Sound' }

  function kindOf(file) {
    return (file.type ?? '').split('/')[0]
  }

  /** In an archive without media: what it is, and where it lies. */
  function leftElement(file) {
    const kind = KINDS[kindOf(file)] ?? 'File'
    const address = archive.mediaAt + encodeURI(file.name)
    const parts = file.description ? [': ', make('bdi', {}, [file.description])] : []
    return make('p', { className: 'absent' }, [
      outerLink(address, `${kind} on ${archive.domain}`),
      ...parts,
    ])
  }

  function fileElement(file) {
    if (archive.mediaAt !== undefined) return leftElement(file)
    const src = fileAddress(file.name)
    const description = file.description ?? ''
    const element = mediaElement(kindOf(file), src, description)
    const box = make('div', {}, [element])
    const absent = () =>
      box.replaceChildren(
        make('p', { className: 'absent', dir: 'auto' }, [
          `This file is not in the archive: ${description || file.name}`,
        ]),
      )
    element.querySelector?.('img')?.addEventListener('error', absent)
    element.addEventListener('error', absent)
    return box
  }

  function mediaElement(kind, src, description) {
    if (kind === 'image') {
      const image = make('img', { loading: 'lazy', alt: description || 'Picture', src })
      return make('a', { href: src, target: '_blank', rel: 'noopener' }, [image])
    }
    if (kind === 'video' || kind === 'audio') {
      const player = make(kind, { controls: true, preload: 'none', src })
      player.setAttribute('aria-label', description || (kind === 'video' ? 'Film' : 'Sound'))
      return player
    }
    return make('a', { href: src, dir: 'auto' }, [description || 'File'])
  }

  function footElements(post) {
    const parts = [
      post.replyTo ? outerLink(post.replyTo, 'In reply to') : null,
      post.boosts ? make('span', {}, [count(post.boosts, 'boost')]) : null,
      post.likes ? make('span', {}, [count(post.likes, 'like')]) : null,
      outerLink(post.url, 'On the server'),
    ]
    return [make('p', { className: 'post__foot' }, parts)]
  }

  function count(value, word) {
    return `${number(value)} ${word}${value === 1 ? '' : 's'}`
  }

  function leftOutNote(domain) {
    return make('p', { className: 'left-out' }, [
      'This archive was requested without media. Each post says which pictures, sounds and videos ' +
        `it has and links to them; they can be seen for as long as they are kept on ${domain}.`,
    ])
  }

  function showProfile() {
    const { actor, address, avatar, header, domain, begunAt } = archive
    const banner =
      header && make('img', { className: 'profile__banner', alt: '', src: fileAddress(header) })
    const face =
      avatar && make('img', { className: 'profile__avatar', alt: '', src: fileAddress(avatar) })
    const fields = (actor.attachment ?? []).flatMap(({ name, value }) => [
      make('dt', { dir: 'auto' }, [String(name)]),
      make('dd', { dir: 'auto' }, [cleanHtml(String(value))]),
    ])
    const who = make('div', {}, [
      make('h1', { dir: 'auto' }, [actor.name || address]),
      make('p', { className: 'soft' }, [`@${address}`]),
    ])
    const note = make('div', { className: 'text profile__note', dir: 'auto' }, [
      cleanHtml(actor.summary ?? ''),
    ])
    const made = new Date(begunAt).toLocaleDateString(undefined, { dateStyle: 'long' })
    find('profile').append(
      ...(banner ? [banner] : []),
      make('div', { className: 'profile__who' }, [...(face ? [face] : []), who]),
      ...(note.textContent === '' ? [] : [note]),
      ...(fields.length === 0 ? [] : [make('dl', { className: 'fields' }, fields)]),
      make('p', { className: 'soft profile__about' }, [
        `${count(total, 'post')}, as they were on ${domain} on ${made}.`,
      ]),
      ...(archive.mediaAt === undefined ? [] : [leftOutNote(domain)]),
    )
    document.title = `${actor.name || address} – archive`
  }

  function showFiles() {
    const rows = archive.files.map((name) =>
      make('li', {}, [make('a', { href: fileAddress(name) }, [name.replace(/^howdah\//, '')])]),
    )
    find('file-list').append(...rows)
    find('files').hidden = false
  }

  // --- Views: #page=3, or #words=elephant&kind=posts&until=2025-03-04 ------------------------

  function readAddress() {
    const values = new URLSearchParams(location.hash.slice(1))
    return {
      page: Math.max(1, Number.parseInt(values.get('page') ?? '1', 10) || 1),
      words: values.get('words') ?? '',
      kind: values.get('kind') ?? 'all',
      until: values.get('until') ?? '',
    }
  }

  function addressOf({ page = 1, words, kind, until }) {
    const values = new URLSearchParams()
    if (page > 1) values.set('page', String(page))
    if (words !== '') values.set('words', words)
    if (kind !== 'all') values.set('kind', kind)
    if (until !== '') values.set('until', until)
    return `#${values.size === 0 ? 'page=1' : values}`
  }

  async function show() {
    const mine = (view += 1)
    const wish = readAddress()
    for (const name of ['words', 'kind', 'until']) find(name).value = wish[name]
    find('list').replaceChildren()
    find('pager').replaceChildren()
    try {
      const end = wish.until === '' ? total : await countUntil(wish.until)
      if (mine !== view) return
      if (wish.words.trim() === '' && wish.kind === 'all') await showPage(wish, { end, mine })
      else await showFound(wish, { end, mine })
    } catch (error) {
      if (mine === view) say(error.message)
    }
  }

  function say(text) {
    find('status').textContent = text
  }

  async function showPage(wish, { end, mine }) {
    const last = Math.max(1, Math.ceil(end / POSTS_A_VIEW))
    const page = Math.min(wish.page, last)
    const newest = end - (page - 1) * POSTS_A_VIEW
    const posts = []
    for (let index = newest - 1; index >= Math.max(0, newest - POSTS_A_VIEW); index -= 1) {
      posts.push(await postAt(index))
    }
    if (mine !== view) return
    find('list').replaceChildren(...posts.map(postElement))
    say(end === 0 ? 'There are no posts.' : `Page ${number(page)} of ${number(last)}, newest first`)
    const go = (to, text) => pageButton(text, to < 1 || to > last, addressOf({ ...wish, page: to }))
    if (last > 1) find('pager').append(go(page - 1, 'Newer'), go(page + 1, 'Older'))
  }

  function pageButton(text, disabled, address) {
    const button = make('button', { type: 'button', disabled }, [text])
    button.addEventListener('click', () => {
      location.hash = address
      find('posts').focus()
    })
    return button
  }

  /** From the newest post back, until a view is full; then a button goes on. */
  async function showFound(wish, { end, mine }) {
    const matches = matcherOf(wish)
    let index = end - 1
    let found = 0
    const search = async () => {
      find('pager').replaceChildren()
      for (let shown = 0; index >= 0 && shown < POSTS_A_VIEW; index -= 1) {
        if (index % 500 === 0) say(`Searching: ${number(end - index)} of ${number(end)}`)
        const posts = pages.get(Math.floor(index / archive.postsAPage) + 1)
        const post = posts?.[index % archive.postsAPage] ?? (await postAt(index))
        if (mine !== view) return
        if (!matches(post)) continue
        shown += 1
        found += 1
        find('list').append(postElement(post))
      }
      say(foundText(found, index < 0))
      if (index >= 0) find('pager').append(moreButton(search))
    }
    await search()
  }

  function foundText(found, isAll) {
    if (found === 0) return 'Nothing was found.'
    return isAll ? `${count(found, 'post')} found` : `${count(found, 'post')} found so far`
  }

  function moreButton(search) {
    const button = make('button', { type: 'button' }, ['Find more'])
    button.addEventListener('click', () => {
      search().catch((error) => say(error.message))
    })
    return button
  }

  globalThis.howdahArchive = async (value) => {
    archive = value
    try {
      const newest = archive.pages === 0 ? [] : await loadPage(archive.pages)
      total = Math.max(0, archive.pages - 1) * archive.postsAPage + newest.length
    } catch (error) {
      say(error.message)
      return
    }
    showProfile()
    showFiles()
    find('tools').addEventListener('submit', (event) => {
      event.preventDefault()
      const values = {
        words: find('words').value,
        kind: find('kind').value,
        until: find('until').value,
      }
      const address = addressOf(values)
      if (location.hash === address) void show()
      else location.hash = address
    })
    addEventListener('hashchange', () => void show())
    void show()
  }
})()
