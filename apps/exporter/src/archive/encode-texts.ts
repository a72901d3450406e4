/** Many short texts as one piece of UTF-8. */
import { enlarged } from './deflate.ts'

/** No UTF-16 unit takes more bytes than that. */
const MOST_BYTES_A_UNIT = 3
/** Five hundred posts and a few. */
const FIRST_BYTES = 1536 * 1024

/** What stands around texts, where there are any. */
export interface Separators {
  readonly before?: string
  readonly between: string
  readonly after?: string
}

export interface EncodedTexts {
  /** Valid until the next texts are encoded. */
  readonly bytes: Buffer
  /** How many texts there were. */
  readonly count: number
}

/** Encodes into one buffer again and again. */
export class TextPieces {
  #buffer: Buffer = Buffer.allocUnsafe(FIRST_BYTES)
  #filled = 0

  /**
   * The texts one after the other, with what stands around them.
   *
   * Each is encoded right where it will lie, as soon as it is made. Joining them before that would
   * make one string of the whole page, which takes twice the time, and three times when a single
   * character of it is not Latin.
   */
  encode(texts: Iterable<string>, { before = '', between, after = '' }: Separators): EncodedTexts {
    this.#filled = 0
    let count = 0
    for (const text of texts) {
      this.#write(count === 0 ? before : between)
      this.#write(text)
      count += 1
    }
    if (count > 0) this.#write(after)
    return { bytes: this.#buffer.subarray(0, this.#filled), count }
  }

  #write(text: string): void {
    if (text === '') return
    const most = this.#filled + text.length * MOST_BYTES_A_UNIT
    if (most > this.#buffer.length) this.#buffer = enlarged(this.#buffer, this.#filled, most)
    this.#filled += this.#buffer.write(text, this.#filled)
  }
}
