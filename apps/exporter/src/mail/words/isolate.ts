/** Text of another direction inside a sentence: an address in Arabic stays in one piece and in order. */

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'

/** What `<bdi>` is in HTML, for texts that become titles, labels and messages too. */
export function isolate(text: string | number): string {
  return `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}`
}
