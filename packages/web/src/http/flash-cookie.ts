/**
 * The flash: one sentence that an action leaves for the page after its redirect.
 *
 * It travels in a short-lived cookie of the browser itself. It is not signed: all a forger with
 * access to the browser's cookies could do is show that browser a sentence of plain text.
 */

import type { FlashMessage, NoticeTone } from '../views/flash.tsx'

const NAME = 'howdah_flash'

/** Long enough for a redirect over a slow line, short enough never to surprise later. */
const MAX_AGE_SECONDS = 30

/** Browsers drop cookies above 4 KB, and an escaped character takes up to 9 bytes. */
const LONGEST_TEXT = 400

const TONES: readonly NoticeTone[] = ['ok', 'warn', 'danger', 'info']

/** The `Set-Cookie` value that carries `message` to the next page under `path`. */
export function flashCookie(message: FlashMessage, path: string): string {
  const text = message.text.slice(0, LONGEST_TEXT).toWellFormed()
  const value = encodeURIComponent(`${message.tone}:${text}`)
  return `${NAME}=${value}; Path=${path || '/'}; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax`
}

/** The `Set-Cookie` value that takes the message away once it is shown. */
export function clearFlash(path: string): string {
  return `${NAME}=; Path=${path || '/'}; Max-Age=0; HttpOnly; SameSite=Lax`
}

/** The message that came with the request, or null. Anything malformed is no message. */
export function readFlash(request: Request): FlashMessage | null {
  const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/)
  const value = cookies.find((cookie) => cookie.startsWith(`${NAME}=`))?.slice(NAME.length + 1)
  if (!value) return null
  const decoded = decode(value)
  const tone = TONES.find((candidate) => decoded.startsWith(`${candidate}:`))
  return tone === undefined ? null : { tone, text: decoded.slice(tone.length + 1, LONGEST_TEXT) }
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return '' // A cookie cut in the middle of an escape is no message.
  }
}
