/** What can be wrong with an archive itself; disk errors keep their own class. */

export type ArchiveErrorCode =
  | 'bad-entry-name'
  | 'entry-grew'
  | 'not-a-zip'
  | 'damaged'
  | 'taken-over'

export class ArchiveError extends Error {
  readonly code: ArchiveErrorCode

  constructor(code: ArchiveErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ArchiveError'
    this.code = code
  }
}
