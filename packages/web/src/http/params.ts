/**
 * What may come in: page numbers, queue names, keys of jobs, forms. Everything is checked here.
 */

import { currentReader } from '../language/reader.ts'

/** Rows on a page unless the address asks otherwise: as the reader has chosen. */
function defaultPageSize(): number {
  return currentReader().preferences.pageSize
}

/** The most rows a page shows, and the most jobs one form acts on. */
export const LARGEST_PAGE_SIZE = 200

/** Beyond this a page number is a mistake or an attack; no list is that long. */
const HIGHEST_PAGE = 1_000_000

/** Longest body of a form: 200 keys take some 12 KB. */
const LARGEST_BODY_BYTES = 65_536

/** Which part of a list is asked for. */
export interface PageRequest {
  readonly page: number
  readonly size: number
  readonly offset: number
}

/**
 * `?page=2&size=50`; anything that is not a sensible number gives the default. A second list on a page
 * has a name of its own for its pages.
 */
export function pageRequest(url: URL, name = 'page'): PageRequest {
  const page = integerOf(url.searchParams.get(name), 1, HIGHEST_PAGE) ?? 1
  const size =
    integerOf(
      url.searchParams.get('size') ?? url.searchParams.get('count'),
      1,
      LARGEST_PAGE_SIZE,
    ) ?? defaultPageSize()
  return { page, size, offset: (page - 1) * size }
}

function integerOf(text: string | null, lowest: number, highest: number): number | null {
  if (text === null || !/^\d{1,9}$/.test(text)) return null
  const value = Number(text)
  return value >= lowest && value <= highest ? value : null
}

/** The query of a page, leaving out what is default: `""`, `"?page=2"`, `"?page=2&size=50"`. */
export function pageQuery(page: number, size: number, more: Record<string, string> = {}): string {
  const query = new URLSearchParams(more)
  if (page > 1) query.set('page', String(page))
  if (size !== defaultPageSize()) query.set('size', String(size))
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** The steps of a path, which no address can name. */
const STEPS = new Set(['', '.', '..'])

/**
 * Whether a name may be a queue's in an address. Any program may push to a queue of any name, so this
 * is any text; U+FFFD stands for bytes that are none.
 */
export function isQueueName(name: string): boolean {
  return name.length <= 255 && !STEPS.has(name) && !/[\p{Cc}\p{Cs}\uFFFD]/u.test(name)
}

/** The path of a queue's page, below the console's. */
export function queuePath(name: string): string {
  return `/queues/${encodeURIComponent(name.toWellFormed())}`
}

/** A job's place in a sorted set: `"<score>-<jid>"`, split at the first `-` behind the score. */
export interface JobKey {
  readonly score: string
  readonly jid: string
}

/** The parts of a key, or null when it is none. */
export function parseJobKey(key: string): JobKey | null {
  const match = /^(-?(?:inf|\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?))-(.{0,255})$/s.exec(key)
  const [, score, jid] = match ?? []
  return score === undefined || jid === undefined ? null : { score, jid }
}

/** Whether a text may be a jid in an address. */
export function isJid(text: string): boolean {
  return /^[\w.:-]{1,128}$/.test(text)
}

/** A posted form. */
export interface PostedForm {
  /** The first value of a field, `""` without one. */
  one(name: string): string
  /** All values of a field, at most 200. */
  all(name: string): readonly string[]
  /** Everything, as it was posted. */
  entries(): readonly (readonly [name: string, value: string])[]
}

/** Reads a form of at most 64 KB; null when it is larger or malformed. */
export async function readForm(request: Request): Promise<PostedForm | null> {
  const body = await readBody(request)
  if (body === null) return null
  const type = request.headers.get('content-type') ?? ''
  try {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData()
    return postedForm(form)
  } catch {
    return null // A malformed multipart body: the caller answers 400.
  }
}

/** The body; null as soon as it is too long, which it need not say of itself. */
async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY_BYTES) return null
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > LARGEST_BODY_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

function postedForm(form: FormData): PostedForm {
  const all = (name: string): string[] =>
    form
      .getAll(name)
      .filter((value) => typeof value === 'string')
      .slice(0, LARGEST_PAGE_SIZE)
  const entries = (): (readonly [string, string])[] =>
    [...form].flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    )
  return { all, one: (name) => all(name)[0] ?? '', entries }
}
