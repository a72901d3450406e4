/** Jobs as a Mastodon server has them: what varies varies by number, so every run has the same. */

/** How many of each there are at scale 1. */
export const SIZES = {
  jobs: 1_000_000,
  ledger: 1_000_000,
  members: 100_000,
  processes: 200,
  running: 5_000,
  admins: 50,
} as const

export const QUEUE = 'default'

/** Other queues, short ones. */
export const QUEUES = ['push', 'ingress', 'mailers', 'pull', 'scheduler', 'export'] as const

/** One job in ten of a set is of this class: the hundred thousand that an operation takes. */
export const TENTH = 'BackupWorker'

/** Their payloads hold this, and it is found nowhere else: one job in a set. */
export const NEEDLE = 'needle-in-a-haystack.example'

const CLASSES = [
  TENTH,
  'ActivityPub::DeliveryWorker',
  'ActivityPub::ProcessingWorker',
  'DistributionWorker',
  'LinkCrawlWorker',
  'ThreadResolveWorker',
  'FeedInsertWorker',
  'LocalNotificationWorker',
  'PushUpdateWorker',
  'RefollowWorker',
] as const

/** A few dozen classes with numbers of their own on Metrics. */
export const METRIC_CLASSES: readonly string[] = [
  ...CLASSES,
  ...Array.from({ length: 40 }, (_, index) => `Maintenance::Step${index}Worker`),
]

const ERRORS = [
  ['HTTP::TimeoutError', 'Timed out after 10 seconds'],
  ['OpenSSL::SSL::SSLError', 'SSL_connect returned=1 errno=0 state=error: certificate has expired'],
  ['Mastodon::UnexpectedResponseError', 'https://server.example/inbox returned code 503'],
  ['ActiveRecord::RecordNotFound', "Couldn't find Status"],
] as const

export function classOf(number: number): string {
  return CLASSES[number % CLASSES.length] ?? TENTH
}

/** The jid of a numbered job of a place. */
export function jidOf(place: string, number: number): string {
  return (
    Buffer.from(place.padEnd(4, '-').slice(0, 4)).toString('hex') +
    number.toString(16).padStart(16, '0')
  )
}

/** A job that waits. */
export function waitingJob(place: string, number: number, nowMs: number): string {
  return JSON.stringify(fieldsOf(place, number, nowMs))
}

/** The job of an export that waits; its jid is the one that the ledger has. */
export function exportJob(id: number, nowMs: number): string {
  return JSON.stringify({
    ...fieldsOf('export', id, nowMs),
    queue: 'export',
    class: TENTH,
    args: [{ user_id: id + 1, type: 'backup', export_id: id }],
    jid: id.toString(16).padStart(24, '0'),
  })
}

/** A job that failed. */
export function failedJob(place: string, number: number, nowMs: number): string {
  const [errorClass, message] = ERRORS[number % ERRORS.length] ?? ERRORS[0]
  const failedAt = nowMs / 1_000 - 86_400 - (number % 86_400)
  return JSON.stringify({
    ...fieldsOf(place, number, nowMs),
    retry_count: number % 20,
    error_message: message,
    error_class: errorClass,
    failed_at: failedAt,
    retried_at: failedAt + 3_600,
  })
}

function fieldsOf(place: string, number: number, nowMs: number) {
  const at = nowMs / 1_000 - 3_600 - number / 1_000
  const host = number === 4_321 ? NEEDLE : `server${number % 900}.example`
  return {
    retry: true,
    queue: QUEUE,
    args: [
      { user_id: number, status_id: `10930${String(number).padStart(13, '4')}` },
      `https://${host}/inbox`,
    ],
    class: classOf(number),
    jid: jidOf(place, number),
    created_at: at,
    enqueued_at: at,
  }
}
