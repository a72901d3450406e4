/**
 * Only what JSON carries exactly may be an argument: text, numbers, true, false, null, arrays and
 * plain objects. A Date that silently becomes text is found in production; here it is found now.
 */
import { InvalidJobError } from '../errors.ts'

/** What is done about arguments that do not fit. */
export type StrictArguments = 'raise' | 'warn' | false

/** Nesting beyond this is a circle or a mistake; Ruby's parser stops at 100 too. */
const MAX_DEPTH = 100

/** Throws InvalidJobError for the first value that does not fit, naming where it is. */
export function checkArguments(jobClass: string, args: readonly unknown[]): void {
  args.forEach((value, index) =>
    check(value, 1, (where) => refuse(jobClass, `args[${index}]${where}`)),
  )
}

type Refuse = (where: string) => (what: string) => never

function check(value: unknown, depth: number, fail: Refuse): void {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return
    case 'number':
      if (!Number.isFinite(value)) fail('')(String(value))
      return
    case 'object':
      if (value !== null) checkObject(value, depth, fail)
      return
    case 'undefined':
    case 'symbol':
    case 'function':
      fail('')(`a value of type ${typeof value}`)
  }
}

function checkObject(value: object, depth: number, fail: Refuse): void {
  if (depth > MAX_DEPTH) fail('')('something nested too deep, or a circle')
  if (Array.isArray(value)) {
    value.forEach((item, index) => check(item, depth + 1, (where) => fail(`[${index}]${where}`)))
    return
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    fail('')(`an instance of ${value.constructor.name}`)
  }
  for (const [key, item] of Object.entries(value)) {
    check(item, depth + 1, (where) => fail(`.${key}${where}`))
  }
}

function refuse(jobClass: string, where: string): (what: string) => never {
  return (what) => {
    throw new InvalidJobError(
      `${jobClass} was pushed with ${what} in ${where}. Arguments must be text, finite numbers, ` +
        'booleans, null, arrays or plain objects; pass an id or a text instead.',
    )
  }
}
