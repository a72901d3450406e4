/**
 * Long work in pieces: whoever does it awaits a pause every few tenths of a millisecond, and whoever asks
 * for it says what a pause is.
 */

/** Awaited between the pieces of long work, so that others have their turn; mostly it returns at once. */
export type Pause = () => Promise<void>

/** For work that is short, or that nobody else is kept from. */
export const NO_PAUSE: Pause = () => Promise.resolve()
