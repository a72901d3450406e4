/**
 * What a reader has chosen for this browser. It travels in one cookie, so that pages come as they
 * were wished for also without JavaScript; it is no secret and grants nothing.
 */

import { isLanguage } from './languages.ts'
import type { Language } from './languages.ts'

/** Every choice; the defaults are `DEFAULT_PREFERENCES`. */
export interface Preferences {
  /** `null`: as the host or the browser asks. */
  readonly language: Language | null
  /** Moments in UTC, in `timeZone`, or as distances only. */
  readonly time: 'utc' | 'local' | 'relative'
  /** An IANA name such as "Europe/Berlin"; `null` until the browser or the reader has told it. */
  readonly timeZone: string | null
  readonly theme: 'auto' | 'light' | 'dark'
  /** Rows on a page: 25, 50 or 100. */
  readonly pageSize: number
  /** Seconds between two updates of a live page; 0 for none. */
  readonly liveSeconds: number
  /** Single-letter shortcuts. Off by default: they disturb speech input (WCAG 2.1.4). */
  readonly hasShortcuts: boolean
  /** Lists leave the arguments of jobs out; a job’s own page has them. */
  readonly hidesArguments: boolean
}

export const DEFAULT_PREFERENCES: Preferences = {
  language: null,
  time: 'utc',
  timeZone: null,
  theme: 'auto',
  pageSize: 25,
  liveSeconds: 5,
  hasShortcuts: false,
  hidesArguments: false,
}

export const PAGE_SIZES: readonly number[] = [25, 50, 100]
export const LIVE_SECONDS: readonly number[] = [0, 5, 10, 30]

const NAME = 'howdah_preferences'
const MAX_AGE_SECONDS = 365 * 86_400
/** A cookie longer than this is not ours. */
const LONGEST = 1_000

/** The preferences in a request's cookie; what is missing or malformed is as by default. */
export function readPreferences(request: Request): Preferences {
  const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/u)
  const value = cookies.find((cookie) => cookie.startsWith(`${NAME}=`))?.slice(NAME.length + 1)
  return parsePreferences(new URLSearchParams((value ?? '').slice(0, LONGEST)))
}

/** The `Set-Cookie` value that keeps the preferences for a year, for the console and the host. */
export function preferencesCookie(preferences: Preferences): string {
  const value = writePreferences(preferences).toString()
  return `${NAME}=${value}; Path=/; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax`
}

/** Reads fields of a form or of the cookie. */
export function parsePreferences(fields: URLSearchParams): Preferences {
  const language = fields.get('language') ?? ''
  return {
    language: isLanguage(language) ? language : null,
    time: oneOf(fields.get('time'), ['utc', 'local', 'relative']),
    timeZone: timeZoneOf(fields.get('zone')),
    theme: oneOf(fields.get('theme'), ['auto', 'light', 'dark']),
    pageSize: numberOf(fields.get('rows'), PAGE_SIZES, DEFAULT_PREFERENCES.pageSize),
    liveSeconds: numberOf(fields.get('live'), LIVE_SECONDS, DEFAULT_PREFERENCES.liveSeconds),
    hasShortcuts: fields.get('shortcuts') === 'on',
    hidesArguments: fields.get('arguments') === 'hidden',
  }
}

function writePreferences(preferences: Preferences): URLSearchParams {
  return new URLSearchParams({
    language: preferences.language ?? '',
    time: preferences.time,
    zone: preferences.timeZone ?? '',
    theme: preferences.theme,
    rows: String(preferences.pageSize),
    live: String(preferences.liveSeconds),
    shortcuts: preferences.hasShortcuts ? 'on' : '',
    arguments: preferences.hidesArguments ? 'hidden' : '',
  })
}

/** The value if it is one of these, else the first of them. */
function oneOf<const T extends string>(value: string | null, known: readonly [T, ...T[]]): T {
  return known.find((one) => one === value) ?? known[0]
}

function numberOf(value: string | null, known: readonly number[], fallback: number): number {
  return known.find((one) => String(one) === value) ?? fallback
}

function timeZoneOf(name: string | null): string | null {
  if (name === null || !/^[\w+/-]{1,60}$/u.test(name)) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return null // A zone that this server does not know.
  }
}
