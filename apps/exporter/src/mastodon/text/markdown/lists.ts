/** Finds the items of lists. */
import { bulletPrefix, fenceAt, isEmptyLine, isRule, lineEnd, orderedPrefix } from './lines.ts'

/** Lines behind an empty one belong to the item when they are indented by this. */
const INDENTATION = 4
const MAX_ITEM_INDENTATION = 3

export interface Item {
  /** Its lines without what they are indented by. */
  readonly text: string
  /** Where in them a list begins; 0 without one. */
  readonly sublist: number
  /** Whether empty lines separate its parts. From such an item on, all of the list have paragraphs. */
  readonly hasBlocks: boolean
  readonly isLast: boolean
  readonly end: number
}

/** The item that begins here; null where none does. */
export function itemAt(text: string, start: number, isOrdered: boolean): Item | null {
  const prefix = bulletPrefix(text, start) || orderedPrefix(text, start)
  if (prefix === 0) return null
  const reader = new ItemReader(text.slice(start + prefix, lineEnd(text, start)), {
    indentation: indentationAt(text, start, MAX_ITEM_INDENTATION),
    isOrdered,
  })
  let at = lineEnd(text, start)
  while (at < text.length) {
    const end = lineEnd(text, at)
    if (!reader.takes(text.slice(at, end))) break
    at = end
  }
  return { ...reader.item, end: at }
}

/** Takes line after line, until one belongs to the next item or to none. */
class ItemReader {
  readonly #indentation: number
  readonly #isOrdered: boolean
  #text: string
  #sublist = 0
  #fence = ''
  #isInFence = false
  #isBehindEmpty = false
  #hasBlocks = false
  #isLast = false

  constructor(text: string, place: { indentation: number; isOrdered: boolean }) {
    this.#text = text
    this.#indentation = place.indentation
    this.#isOrdered = place.isOrdered
  }

  get item(): Omit<Item, 'end'> {
    const [text, sublist] = [this.#text, this.#sublist]
    return { text, sublist, hasBlocks: this.#hasBlocks, isLast: this.#isLast }
  }

  takes(line: string): boolean {
    if (isEmptyLine(line, 0)) {
      this.#isBehindEmpty = true
      return true
    }
    const indentation = indentationAt(line, 0, INDENTATION)
    this.#seeFence(line, indentation)
    const isBullet = !this.#isInFence && bulletPrefix(line, indentation) > 0
    const isNumber = !this.#isInFence && orderedPrefix(line, indentation) > 0
    if (this.#isBehindEmpty && (this.#isOrdered ? isBullet : isNumber)) return this.#ends()
    if ((isBullet && !isRule(line, indentation)) || isNumber) {
      this.#hasBlocks ||= this.#isBehindEmpty
      if (indentation === this.#indentation) return false
      if (this.#sublist === 0) this.#sublist = this.#text.length
    } else if (this.#isBehindEmpty) {
      if (indentation < INDENTATION) return this.#ends()
      this.#text += '\n'
      this.#hasBlocks = true
    }
    this.#isBehindEmpty = false
    this.#text += line.slice(indentation)
    return true
  }

  /** No other item follows this one. */
  #ends(): boolean {
    this.#isLast = true
    return false
  }

  #seeFence(line: string, indentation: number): void {
    const fence = fenceAt(line, indentation, this.#fence)
    if (fence === null) return
    this.#fence = this.#fence === '' ? fence.mark : ''
    this.#isInFence = !this.#isInFence
  }
}

function indentationAt(text: string, start: number, most: number): number {
  let indentation = 0
  while (indentation < most && text.charAt(start + indentation) === ' ') indentation += 1
  return indentation
}
