/**
 * The type of a rendered piece of a page.
 */

import type { Html } from '../jsx-runtime.ts'

/** What a component returns: JSX that escapes all text put into it. */
export type View = Html
