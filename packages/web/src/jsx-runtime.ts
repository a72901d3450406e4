/**
 * Door "@howdah/web/jsx-runtime": JSX that is text at once.
 *
 * An element is put together where it is written, its children before it, so a page of a thousand elements
 * is one growing text and no tree that is built, walked and thrown away. All text and all values of
 * attributes are escaped; there is no way to put in unescaped text. Components are synchronous functions:
 * what they show has been read before.
 *
 * For `"jsx": "react-jsx", "jsxImportSource": "@howdah/web"`.
 */

import type { JSX as HonoJsx } from 'hono/jsx/jsx-runtime'

/** Escaped HTML. */
export class Html {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  /** The HTML itself. */
  toString(): string {
    return this.#text
  }

  /** An element: of a tag of HTML or SVG, or what a component returns. */
  static element(tag: Tag, props: Props): Html {
    if (typeof tag === 'function') return Html.#from(tag(props))
    const start = `<${tag}${attributes(props)}`
    if (VOID_TAGS.has(tag)) return new Html(`${start}/>`)
    return new Html(`${start}>${Html.#textOf(props.children)}</${tag}>`)
  }

  static #from(child: Child): Html {
    return child instanceof Html ? child : new Html(Html.#textOf(child))
  }

  static #textOf(child: Child): string {
    if (child instanceof Html) return child.#text
    if (typeof child === 'string') return escapeHtml(child)
    if (child === null || child === undefined || typeof child === 'boolean') return ''
    if (typeof child === 'number' || typeof child === 'bigint') return String(child)
    if (!Array.isArray(child))
      throw new TypeError('A child is text, a number, an element or a list of them.')
    let text = ''
    for (const one of child as readonly Child[]) text += Html.#textOf(one)
    return text
  }
}

/** What may stand between tags: nothing for null, undefined and both booleans. */
export type Child = Html | string | number | bigint | boolean | null | undefined | readonly Child[]

type Tag = string | ((props: Props) => Child)

interface Props {
  readonly children?: Child
  readonly [name: string]: unknown
}

/** What the compiler calls for an element with one child or none. A key is not needed and ignored. */
export function jsx(tag: Tag, props: Props): Html {
  return Html.element(tag, props)
}

/** What the compiler calls for an element with several children. */
export const jsxs = jsx

/** `<>…</>`. */
export function Fragment({ children }: { readonly children?: Child }): Child {
  return children
}

/** Tags without content or end. */
const VOID_TAGS = new Set(
  'area base br col embed hr img input link meta source track wbr'.split(' '),
)

/** Attributes that are there or not; of all others `true` and `false` are values. */
const BOOLEAN_ATTRIBUTES = new Set(
  (
    'allowfullscreen async autofocus autoplay checked controls default defer disabled formnovalidate hidden ' +
    'inert ismap itemscope loop multiple muted nomodule novalidate open playsinline readonly required reversed selected'
  ).split(' '),
)

function attributes(props: Props): string {
  let text = ''
  for (const name in props) {
    if (name === 'children') continue
    const value = props[name]
    if (value === null || value === undefined) continue
    if (typeof value === 'boolean' && BOOLEAN_ATTRIBUTES.has(name)) {
      if (value) text += ` ${checkedName(name)}=""`
      continue
    }
    text += ` ${checkedName(name)}="${escapeHtml(plain(name, value))}"`
  }
  return text
}

function plain(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value)
  throw new TypeError(`The value of attribute "${name}" is neither text nor a number.`)
}

const knownNames = new Set<string>()

/** Names come from the source; one that could end its tag is a mistake there. */
function checkedName(name: string): string {
  if (knownNames.has(name)) return name
  if (!/^[a-z][a-z\d:_-]*$/iu.test(name))
    throw new TypeError(`"${name}" is no name of an attribute.`)
  knownNames.add(name)
  return name
}

const SPECIAL = /[&<>"']/u

/** Text as it stands between tags or in quotes. */
function escapeHtml(text: string): string {
  let at = text.search(SPECIAL)
  if (at === -1) return text
  let escaped = ''
  let done = 0
  for (; at < text.length; at += 1) {
    const entity = ENTITIES[text.charCodeAt(at)]
    if (entity === undefined) continue
    escaped += text.slice(done, at) + entity
    done = at + 1
  }
  return escaped + text.slice(done)
}

const ENTITIES: Readonly<Record<number, string>> = {
  34: '&quot;',
  38: '&amp;',
  39: '&#39;',
  60: '&lt;',
  62: '&gt;',
}

// oxlint-disable-next-line no-namespace -- the compiler looks for types of JSX here
export declare namespace JSX {
  type Element = Html
  type ElementType = keyof IntrinsicElements | ((props: never) => Child)
  interface ElementChildrenAttribute {
    children: Child
  }
  interface IntrinsicElements extends HonoJsx.IntrinsicElements {}
  interface IntrinsicAttributes {
    key?: string | number | bigint | null | undefined
  }
}
