/** What can go wrong with a request to the ledger, for code (`code`) and for people (`message`). */

export type LedgerErrorCode = 'bad-cursor' | 'busy-row' | 'no-backup-row' | 'redis-unreachable'

export class LedgerError extends Error {
  readonly code: LedgerErrorCode

  constructor(code: LedgerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'LedgerError'
    this.code = code
  }
}
