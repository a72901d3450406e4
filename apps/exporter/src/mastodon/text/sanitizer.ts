/**
 * Takes out of HTML what glitch-soc takes out of it before a post leaves the server: elements and
 * attributes that are not on its list, scripts, links of other schemes.
 */
import type { DefaultTreeAdapterTypes } from 'parse5'
import { defaultTreeAdapter as tree, html, parseFragment, serialize } from 'parse5'
import { type HtmlRules, LINK_SCHEMES, REMOVED_WHOLE, SPACED } from './html-rules.ts'

type Element = DefaultTreeAdapterTypes.Element
type Node = DefaultTreeAdapterTypes.ChildNode
type Parent = DefaultTreeAdapterTypes.ParentNode

export interface SanitizerOptions {
  readonly rules: HtmlRules
  /** The `rel` of links to other sites. */
  readonly linkRel: string
  /** Scheme and domain of the server's pages. */
  readonly webUrl: string
  /** HTML of a text that is in no link and in no code; null where it stays as it is. */
  readonly textHtml: (text: string) => string | null
}

/** The reference refuses deeper trees. */
const MAX_DEPTH = 400

/** Control characters and code points that are no characters. */
const UNSUITABLE = /(?![\t\n\f\r\0])\p{Cc}|\p{Noncharacter_Code_Point}/gu

/** The HTML that is kept; null where its elements are too deep inside of each other. */
export function sanitizedHtml(source: string, options: SanitizerOptions): string | null {
  const root = fragmentOf(source.replace(UNSUITABLE, ''))
  if (isTooDeep(root)) return null
  replaceTexts(root, options)
  cleanChildren(root, options)
  return serialize(root)
}

function fragmentOf(source: string): DefaultTreeAdapterTypes.DocumentFragment {
  const body = tree.createElement('body', html.NS.HTML, [])
  return parseFragment(body, source, { scriptingEnabled: false })
}

function isTooDeep(root: Parent): boolean {
  let level: Parent[] = [root]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true
    level = level.flatMap((parent) => parent.childNodes.filter(isElement))
  }
  return false
}

function isElement(node: Node): node is Element {
  return 'tagName' in node
}

/** Addresses, mentions and hashtags become links. */
function replaceTexts(parent: Parent, options: SanitizerOptions): void {
  // A copy: nodes are replaced meanwhile.
  for (const node of parent.childNodes.slice()) {
    if (isElement(node)) {
      if (node.tagName !== 'a' && node.tagName !== 'code') replaceTexts(node, options)
    } else if ('value' in node) {
      const made = options.textHtml(node.value)
      if (made !== null) replaceWith(node, fragmentOf(made).childNodes)
    }
  }
}

function cleanChildren(parent: Parent, options: SanitizerOptions): void {
  for (let at = 0; at < parent.childNodes.length;) {
    const node = parent.childNodes[at]
    if (node === undefined) return
    // What stands in the place of a node that went is looked at next.
    if (!isKept(node, options)) continue
    if (isElement(node)) cleanChildren(node, options)
    at += 1
  }
}

/** Cleans a node; false where something else, or nothing, stands in its place now. */
function isKept(node: Node, options: SanitizerOptions): boolean {
  if (!isElement(node)) {
    if ('value' in node) return true
    tree.detachNode(node)
    return false
  }
  keepClasses(node, options.rules)
  if (node.tagName === 'img') becomeLink(node)
  if (valueOf(node, 'translate') !== 'no') remove(node, 'translate')
  if (node.tagName === 'a') {
    if (!LINK_SCHEMES.has(schemeOf(valueOf(node, 'href')))) {
      replaceWith(node, [textNode(textOf(node))])
      return false
    }
    markLink(node, options)
  }
  if (!options.rules.elements.has(node.tagName)) {
    takeOut(node)
    return false
  }
  keepAttributes(node, options.rules)
  return true
}

/** Its contents stay, with spaces where it was a block. */
function takeOut(node: Element): void {
  const inside = REMOVED_WHOLE.has(node.tagName) ? [] : node.childNodes
  if (!SPACED.has(node.tagName)) return replaceWith(node, inside)
  const behind = node.childNodes.length === 0 ? [] : [textNode(' ')]
  replaceWith(node, [textNode(' '), ...inside, ...behind])
}

const MICROFORMAT = /^(?:h|p|u|dt|e)-/

function keepClasses(node: Element, { classes }: HtmlRules): void {
  const value = valueOf(node, 'class')
  if (value === undefined) return
  const names = value.split(/[\t\n\f\r ]/)
  set(node, 'class', names.filter((name) => classes.has(name) || MICROFORMAT.test(name)).join(' '))
}

const SHOWN_CHARACTERS = 30

/** A picture is not shown but linked, by its description or its address. */
function becomeLink(node: Element): void {
  const url = valueOf(node, 'src') ?? ''
  const description = valueOf(node, 'alt') ?? ''
  const rest = Array.from(url.replace(/^https?:\/\/(?:www\.)?/, ''))
  const shown = rest.slice(0, SHOWN_CHARACTERS).join('')
  const short = rest.length > SHOWN_CHARACTERS ? `${shown}…` : shown
  node.tagName = node.nodeName = 'a'
  set(node, 'href', url)
  node.childNodes = []
  const label = /^\p{White_Space}*$/u.test(description) ? short : description
  tree.insertText(node, `[🖼  ${label}]`)
}

/** Who links to another site says nothing of it; hashtags stay known as such. */
function markLink(node: Element, { linkRel, webUrl }: SanitizerOptions): void {
  const isLocal = hostOf(valueOf(node, 'href') ?? '') === hostOf(webUrl)
  const isTag = /(?:^|\s)tag(?:\s|$)/.test(valueOf(node, 'rel') ?? '')
  const claims = [...(isTag ? ['tag'] : []), ...(isLocal ? [] : [linkRel])]
  if (claims.length === 0) remove(node, 'rel')
  else set(node, 'rel', claims.join(' '))
  if (!isLocal) set(node, 'target', '_blank')
  else if (valueOf(node, 'target') !== '_blank') remove(node, 'target')
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null
}

function keepAttributes(node: Element, { attributes }: HtmlRules): void {
  const kept = [...(attributes[node.tagName] ?? []), ...(attributes[''] ?? [])]
  node.attrs = node.attrs.filter(({ name, value }) => {
    if (!kept.includes(name)) return false
    return name !== 'cite' || LINK_SCHEMES.has(schemeOf(value))
  })
  for (const attribute of node.attrs) {
    if (attribute.name === 'cite') attribute.value = attribute.value.trim()
    if (attribute.name === 'href') attribute.value = quotedHref(attribute.value.trim())
  }
}

function quotedHref(href: string): string {
  return href.replaceAll(' ', '%20').replaceAll('"', '%22')
}

/** Whatever stands before a colon, also one that is written as an entity; "" without one. */
function schemeOf(url: string | undefined): string {
  const [, scheme = ''] = /^\s*([^/#]*?)(?::|&#0*58|&#x0*3a)/i.exec(url ?? '') ?? []
  return scheme.toLowerCase()
}

function textOf(node: Element): string {
  return node.childNodes
    .map((child) => (isElement(child) ? textOf(child) : 'value' in child ? child.value : ''))
    .join('')
}

function textNode(value: string): Node {
  return tree.createTextNode(value)
}

function replaceWith(node: Node, nodes: readonly Node[]): void {
  const parent = node.parentNode
  if (parent === null) return
  // A copy: they may be taken from a list of children.
  for (const one of nodes.slice()) {
    tree.detachNode(one)
    tree.insertBefore(parent, one, node)
  }
  tree.detachNode(node)
}

function valueOf(node: Element, name: string): string | undefined {
  return node.attrs.find((one) => one.name === name)?.value
}

function set(node: Element, name: string, value: string): void {
  const found = node.attrs.find((one) => one.name === name)
  if (found === undefined) node.attrs.push({ name, value })
  else found.value = value
}

function remove(node: Element, name: string): void {
  node.attrs = node.attrs.filter((one) => one.name !== name)
}
