/**
 * The answer to every POST: go and look, with a sentence about what was done.
 */
import { flashCookie, type FlashMessage } from '@howdah/web/views'

/**
 * A 303 to `location`, so that reloading never repeats the action.
 *
 * @param flashPath where the page that shows the flash lives: it takes the cookie away under the
 *   same path, which is its own for the console
 */
export function seeOther(location: string, flash?: FlashMessage, flashPath = '/'): Response {
  const response = new Response(null, { status: 303, headers: { location } })
  if (flash) response.headers.append('set-cookie', flashCookie(flash, flashPath))
  return response
}
