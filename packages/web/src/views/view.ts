/**
 * The type of a rendered piece of a page.
 */

import type { JSX } from 'hono/jsx/jsx-runtime'

/** What a component returns: JSX that escapes all text put into it. */
export type View = JSX.Element
