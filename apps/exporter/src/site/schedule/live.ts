/** What the pages of the Exports tab follow: the ledger tells of all that they show. */
export const TAB_PATH = '/exports'
export const LIVE_ON = [`tab:${TAB_PATH}`] as const
