/** Does the webhook take what it is told? */
import { DeadSet, RetrySet, type JobSet, type SetEntry } from '@howdah/engine/api'
import { WEBHOOK_JOB } from '../../jobs/webhook.ts'
import { fetchReasonOf } from '../../start-error.ts'
import {
  failure,
  ok,
  remedyForUntrusted,
  setting,
  warning,
  type Check,
  type Finding,
  type Patient,
} from '../check.ts'

/** Enough for one look and for one press of the button; it can be pressed again. */
const MANY = 1_000
/** What nobody has sent again for so long is not missed. */
const GIVEN_UP_DAYS = 7
const DAY_MS = 86_400_000
const TIMEOUT_MS = 4_000

const webhook: Check = {
  name: 'webhook',
  title: (words) => words.titles.webhook,
  looksAt: `EXPORT_WEBHOOK_URL, asked with HEAD, which tells it nothing, and the jobs of ${WEBHOOK_JOB} in the retry set and, of the last ${GIVEN_UP_DAYS} days, in the dead set`,
  needs: ['redis'],
  look: async (patient) => {
    const { config } = patient
    if (config.webhook === null) return ok(({ found }) => found.webhook.none)
    // Who may read this page need not know what the path and the question of the address hold.
    const place = new URL(config.webhook.url).host
    const fault = await lookAtReceiver(config.webhook.url, place)
    if (fault !== null) return fault
    const untaken = (await untakenOf(patient)).map(({ entry }) => entry)
    const newest = untaken.toSorted((a, b) => failedAtMs(b) - failedAtMs(a))[0]
    if (newest === undefined) return ok(({ found }) => found.webhook.answers(place))
    const reason = newest.errorMessage
    return warning(
      ({ found }) => found.webhook.notTaken(untaken.length, reason ?? found.jobs.noReason),
      (words) => words.means.receiverMisses,
      { kind: 'mend', label: (words) => words.labels.sendAgain },
    )
  },
  mend: async (patient) => {
    let queued = 0
    for (const { set, entry } of await untakenOf(patient)) {
      if ((await set.retryNow(entry)) !== null) queued += 1
    }
    return (words) => words.mended.messagesQueued(queued)
  },
}

/** @returns what keeps every message from it; null when it answers, whatever it says */
async function lookAtReceiver(url: string, place: string): Promise<Finding | null> {
  try {
    const response = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const to = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || to === null) return null
    // The rest of that address is as secret as that of ours.
    const { origin } = new URL(to, url)
    return failure(
      ({ found }) => found.webhook.leadsElsewhere(place, origin),
      (words) => words.means.notFollowed,
      setting('EXPORT_WEBHOOK_URL to the “location” that curl -sI tells of it'),
    )
  } catch (error) {
    const reason = fetchReasonOf(error)
    return failure(
      ({ found }) => found.webhook.noAnswer(place, reason),
      (words) => words.means.receiverMisses,
      remedyForUntrusted(reason) ?? setting('EXPORT_WEBHOOK_URL to where the receiver answers'),
    )
  }
}

interface Untaken {
  readonly set: JobSet
  readonly entry: SetEntry
}

async function untakenOf({ redis, now }: Patient): Promise<readonly Untaken[]> {
  const since = now.getTime() - GIVEN_UP_DAYS * DAY_MS
  const [waiting, givenUp] = await Promise.all([
    jobsIn(new RetrySet(redis)),
    jobsIn(new DeadSet(redis)),
  ])
  return [...waiting, ...givenUp.filter(({ entry }) => entry.at.getTime() > since)]
}

async function jobsIn(set: JobSet): Promise<Untaken[]> {
  const { entries } = await set.search({ text: `"${WEBHOOK_JOB}"`, limit: MANY, budgetMs: 1_000 })
  return entries.filter((entry) => entry.class === WEBHOOK_JOB).map((entry) => ({ set, entry }))
}

function failedAtMs({ failedAt, retriedAt }: SetEntry): number {
  return (retriedAt ?? failedAt)?.getTime() ?? 0
}

export const WEBHOOK_CHECKS: readonly Check[] = [webhook]
