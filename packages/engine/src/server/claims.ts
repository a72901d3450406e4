/** What a unit of work holds beside its place in flight, to be released when it ends. */

/** The claims of one unit. */
export interface Claims {
  /** The lock of a unique job. */
  readonly unique: { readonly digest: string } | null
  /** A slot of a limit. */
  readonly slot: { readonly limit: string; readonly key: string } | null
}
