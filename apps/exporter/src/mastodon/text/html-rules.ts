/**
 * Which HTML glitch-soc keeps of posts that were written as Markdown or HTML. Mastodon itself has no such
 * posts, but its releases changed what glitch-soc took over.
 */

export interface HtmlRules {
  readonly elements: ReadonlySet<string>
  /** By element; "" for all of them. */
  readonly attributes: Readonly<Record<string, readonly string[]>>
  /** Classes that are kept beside those of microformats. */
  readonly classes: ReadonlySet<string>
}

/** What of a removed element goes with it; of others the contents stay. */
export const REMOVED_WHOLE: ReadonlySet<string> = new Set(
  'iframe math noembed noframes noscript plaintext script style svg xmp'.split(' '),
)

/** Removed elements that leave a space on both sides. */
export const SPACED: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hgroup hr li ' +
    'nav ol p pre section ul'
  ).split(' '),
)

/** Links with other schemes, and without any, become text. */
export const LINK_SCHEMES: ReadonlySet<string> = new Set(
  'http https dat dweb ipfs ipns ssb gopher xmpp magnet gemini'.split(' '),
)

const ELEMENTS_4_2 =
  'p br span a abbr del pre blockquote code b strong u sub sup i em h1 h2 h3 h4 h5 ul ol li'

export const HTML_RULES_4_2: HtmlRules = {
  elements: new Set(ELEMENTS_4_2.split(' ')),
  attributes: {
    a: ['href', 'rel', 'class', 'title', 'target', 'translate'],
    abbr: ['title'],
    span: ['class', 'translate'],
    blockquote: ['cite'],
    ol: ['start', 'reversed'],
    li: ['value'],
  },
  classes: new Set(['mention', 'hashtag', 'ellipsis', 'invisible']),
}

export const HTML_RULES_4_3: HtmlRules = {
  ...HTML_RULES_4_2,
  elements: new Set(`${ELEMENTS_4_2} s ruby rt rp`.split(' ')),
}

/** The paragraph that says what a post quotes. */
export const HTML_RULES_4_5: HtmlRules = {
  ...HTML_RULES_4_3,
  attributes: { ...HTML_RULES_4_3.attributes, p: ['class'] },
  classes: new Set([...HTML_RULES_4_3.classes, 'quote-inline']),
}

export const HTML_RULES_4_6: HtmlRules = {
  ...HTML_RULES_4_5,
  attributes: { ...HTML_RULES_4_5.attributes, '': ['lang'] },
}
