/** What is known while one text becomes HTML. */
import type { References } from './references.ts'

/** Texts in texts deeper than this are left out, as Redcarpet does. */
const MAX_DEPTH = 16

export interface MarkdownParts {
  readonly references: References
  /** HTML of an address that was typed as such. */
  readonly linkHtml: (url: string) => string
  /** HTML of what stands in a line. */
  readonly spansHtml: (text: string, state: MarkdownState) => string
}

export class MarkdownState {
  readonly references: References
  readonly linkHtml: (url: string) => string
  /** No address becomes a link inside of another one. */
  isInLink = false
  readonly #spansHtml: MarkdownParts['spansHtml']
  #depth = 0

  constructor({ references, linkHtml, spansHtml }: MarkdownParts) {
    this.references = references
    this.linkHtml = linkHtml
    this.#spansHtml = spansHtml
  }

  get isTooDeep(): boolean {
    return this.#depth > MAX_DEPTH
  }

  /** HTML of a text inside of something else. @param levels How many texts are begun for it. */
  spans(text: string, levels = 1): string {
    return this.inside(() => this.#spansHtml(text, this), levels)
  }

  /** Makes what is inside of something else. @param levels How many texts are begun for it. */
  inside(make: () => string, levels = 1): string {
    this.#depth += levels
    const html = make()
    this.#depth -= levels
    return html
  }
}
