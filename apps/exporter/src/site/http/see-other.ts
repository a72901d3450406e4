/**
 * The answer to every POST: go and look, with a sentence about what was done.
 */
import { flashCookie, type FlashMessage } from '@howdah/web/views'

/** A 303 to `location`, so that reloading never repeats the action. */
export function seeOther(location: string, flash?: FlashMessage): Response {
  const response = new Response(null, { status: 303, headers: { location } })
  if (flash) response.headers.append('set-cookie', flashCookie(flash, '/'))
  return response
}
