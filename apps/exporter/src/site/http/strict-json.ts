/**
 * What programs send: a JSON body or a query, of known fields only. A field that is misspelt and passed over
 * would do something else than its sender meant, so it is refused, and the answer names it.
 */
import type { z } from 'zod'
import { jsonError } from './scripts.ts'

/** A sentence for each field that is wrong; `example` is a body that would do. */
export async function readJson<Wanted>(
  request: Request,
  wanted: z.ZodType<Wanted>,
  example: string,
): Promise<Wanted | Response> {
  const send = `Send JSON such as ${example}.`
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(?:;|$)/i.test(type)) {
    return jsonError(`${send} It needs the header Content-Type: application/json.`, 415)
  }
  const text = await request.text()
  if (text.trim() === '') return jsonError(`The body is empty. ${send}`, 400)
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return jsonError(`The body is no valid JSON. ${send}`, 400)
  }
  const read = wanted.safeParse(body)
  return read.success ? read.data : jsonError(`${mistakesOf(read.error)} ${send}`, 422)
}

/** The query of an address. Of a name that comes twice the first counts, as on the pages. */
export function readQuery<Wanted>(
  query: URLSearchParams,
  wanted: z.ZodType<Wanted>,
): Wanted | Response {
  const read = wanted.safeParse(Object.fromEntries([...query].toReversed()))
  return read.success ? read.data : jsonError(mistakesOf(read.error), 422)
}

function mistakesOf({ issues }: z.ZodError): string {
  return issues.map((issue) => sentenceOf(issue)).join(' ')
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `There is no ${issue.keys.map((key) => JSON.stringify(key)).join(' and no ')} here.`
  }
  const name = issue.path.join('.')
  return name === '' ? `The body ${issue.message}.` : `${name} ${issue.message}.`
}
