/**
 * Names in text that runs from right to left. Where elements can stand, `<bdi>` does this; titles,
 * attributes and messages are text alone.
 */

/** Keeps a name of unknown direction from disturbing the order of the words around it. */
export function isolate(name: string): string {
  return `\u2068${name}\u2069`
}
