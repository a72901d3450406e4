/**
 * What a person should read instead of the wire's class and arguments: ActiveJob wraps every job in
 * one class and one big argument, mailers add one more layer, Sidekiq Enterprise encrypts.
 */

/** Class and arguments as a person knows them. */
export interface JobDisplay {
  readonly displayClass: string
  readonly displayArgs: readonly unknown[]
}

type Fields = Readonly<Record<string, unknown>>

/** `Sidekiq::ActiveJob::Wrapper` since 8.0, the long name before. */
const ACTIVE_JOB_WRAPPERS = new Set([
  'Sidekiq::ActiveJob::Wrapper',
  'ActiveJob::QueueAdapters::SidekiqAdapter::JobWrapper',
])

const ENCRYPTED = '[encrypted data]'

/** How a job is shown. Never throws: what does not look like ActiveJob is shown as it is. */
export function displayJob(payload: Fields, args: readonly unknown[]): JobDisplay {
  const shown = isActiveJob(payload) ? displayActiveJob(payload, args) : displayPlain(payload, args)
  const label = payload['display_class']
  return {
    displayClass: typeof label === 'string' ? label : shown.displayClass,
    displayArgs: payload['encrypt'] === true ? hideLast(shown.displayArgs) : shown.displayArgs,
  }
}

function isActiveJob(payload: Fields): boolean {
  return typeof payload['class'] === 'string' && ACTIVE_JOB_WRAPPERS.has(payload['class'])
}

function displayPlain(payload: Fields, args: readonly unknown[]): JobDisplay {
  return { displayClass: textOf(payload['class']), displayArgs: args }
}

function displayActiveJob(payload: Fields, args: readonly unknown[]): JobDisplay {
  const [first] = args
  const job = isFields(first) ? first : {}
  const wrapped = textOf(
    payload['wrapped'] ?? (typeof first === 'string' ? first : payload['class']),
  )
  const jobArguments = Array.isArray(job['arguments']) ? job['arguments'] : []
  if (wrapped === 'ActionMailer::DeliveryJob') {
    // [mailer, action, delivery method, ...arguments]
    return { displayClass: mailerName(jobArguments), displayArgs: readable(jobArguments.slice(3)) }
  }
  if (wrapped === 'ActionMailer::MailDeliveryJob') {
    return { displayClass: mailerName(jobArguments), displayArgs: mailArguments(jobArguments[3]) }
  }
  return { displayClass: wrapped, displayArgs: readable(jobArguments) }
}

function mailerName(jobArguments: readonly unknown[]): string {
  return jobArguments.slice(0, 2).map(textOf).join('#')
}

/** [mailer, action, delivery method, { params, args }] */
function mailArguments(options: unknown): readonly unknown[] {
  if (!isFields(options)) return []
  const args = Array.isArray(options['args']) ? options['args'] : []
  return readable(options['params'] === undefined ? args : [options['params'], ...args])
}

function readable(values: readonly unknown[]): readonly unknown[] {
  return values.map(withoutActiveJobMarks)
}

/** `{"_aj_globalid": "gid://app/User/1"}` is that text; other `_aj_` keys are bookkeeping. */
function withoutActiveJobMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutActiveJobMarks)
  if (!isFields(value)) return value
  if (value['_aj_globalid'] !== undefined) return value['_aj_globalid']
  const kept = Object.entries(value).filter(([key]) => !key.startsWith('_aj_'))
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutActiveJobMarks(inner)]))
}

function hideLast(args: readonly unknown[]): readonly unknown[] {
  return args.length === 0 ? args : [...args.slice(0, -1), ENCRYPTED]
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
