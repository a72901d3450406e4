/** Keeps a name or an address in order among words that run the other way (Unicode's FSI … PDI). */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`
}
