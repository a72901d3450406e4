/** A piece of a line that is no plain text. */
export interface Span {
  readonly html: string
  /** How many characters of the text it is. */
  readonly length: number
  /** How many characters before it, which are written already, belong to it. */
  readonly taken?: number
}

/** Where one may begin. */
export interface SpanPlace {
  readonly text: string
  readonly at: number
  /** How many characters stand between the span before and this place. */
  readonly before: number
  /** What is written already. */
  readonly html: string
}
