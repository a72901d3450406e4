/**
 * Names in text that runs from right to left. Where elements can stand, `<bdi>` does this; titles,
 * attributes and messages are text alone.
 */

const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'

/** Keeps a name of unknown direction from disturbing the order of the words around it. */
export function isolate(name: string | number): string {
  return `${FIRST_STRONG_ISOLATE}${name}${POP_ISOLATE}`
}
