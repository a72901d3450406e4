/** Do members hear of their archives? */
import { Client } from '@howdah/engine'
import { untoldExports, waitingMembers, type NamedExport } from '../../ledger/findings.ts'
import { noteTold } from '../../ledger/upkeep.ts'
import { pushMailJob } from '../../jobs/tell-member.ts'
import { mailRoute } from '../../mail/mailer.ts'
import { verifySendmail } from '../../mail/sendmail-mailer.ts'
import { verifySmtp } from '../../mail/smtp-mailer.ts'
import { addressesOf } from '../../mastodon/findings.ts'
import { reasonOf } from '../../start-error.ts'
import {
  asSaid,
  failure,
  firstOf,
  ok,
  page,
  setting,
  warning,
  type Check,
  type Finding,
  type Patient,
} from '../check.ts'
import type { CheckWords } from '../words/check-words.ts'

const MANY = 500
const DAY_MS = 86_400_000
/** A message is sent within seconds of the end; its job tries again for an hour at least. */
const LATE_MS = 15 * 60_000

const server: Check = {
  name: 'mail-server',
  title: (words) => words.titles['mail-server'],
  looksAt:
    'a connection to SMTP_SERVER, with TLS and log-in as configured, or the program sendmail',
  needs: [],
  look: async ({ config }) => {
    const { smtp, sendmail, mailDirectory } = config
    if (sendmail !== null) return lookAtProgram(sendmail)
    if (smtp === null) {
      return warning(
        ({ found }) => found.mail.notSet(mailDirectory),
        (words) => words.means.notTold,
        setting('SMTP_SERVER, SMTP_PORT, SMTP_LOGIN and SMTP_PASSWORD'),
      )
    }
    try {
      await verifySmtp(smtp)
      return ok(({ found }) => found.mail.answers(`${smtp.host}:${smtp.port}`))
    } catch (error) {
      return failure(
        asSaid(`${smtp.host}:${smtp.port}: ${reasonOf(error)}.`),
        (words) => words.means.notTold,
        setting('SMTP_SERVER, SMTP_PORT, SMTP_LOGIN and SMTP_PASSWORD to what this server needs'),
      )
    }
  },
}

async function lookAtProgram(path: string): Promise<Finding> {
  try {
    await verifySendmail(path)
    return ok(({ found }) => found.mail.program(path))
  } catch (error) {
    const reason = reasonOf(error)
    return failure(
      ({ found }) => found.mail.noProgram(reason),
      (words) => words.means.notTold,
      setting('HOWDAH_SENDMAIL to where sendmail is, or SMTP_DELIVERY_METHOD=smtp and SMTP_SERVER'),
    )
  }
}

const sender: Check = {
  name: 'mail-sender',
  title: (words) => words.titles['mail-sender'],
  looksAt: 'SMTP_FROM_ADDRESS',
  needs: [],
  look: async ({ config }) => {
    const { from } = config.mail
    const host = /@([^\s>]+)/.exec(from)?.[1]?.toLowerCase() ?? ''
    if (host !== '' && host !== 'localhost') return ok(asSaid(from))
    if (mailRoute(config) === null) return ok(({ found }) => found.mail.staysHere(from))
    return warning(
      ({ found }) => found.mail.sender(from),
      (words) => words.means.thrownAway,
      setting(`SMTP_FROM_ADDRESS=notifications@${config.localDomain}`),
    )
  },
}

const untold: Check = {
  name: 'untold-members',
  title: (words) => words.titles['untold-members'],
  looksAt: 'exports that ended in the last 3 days without a message',
  needs: ['tables'],
  look: async (patient) => {
    const rows = await untoldOf(patient)
    if (rows.length === 0) return ok(({ found }) => found.mail.allTold)
    return failure(
      (words) => {
        const members = rows.map(({ username }) => `@${username}`)
        return words.found.mail.notTold(rows.length, firstOf(words, members))
      },
      (words) => words.means.lieAndExpire,
      { kind: 'mend', label: (words) => words.labels.queueMessages },
    )
  },
  mend: async (patient) => {
    const client = new Client({ redis: patient.redis })
    const rows = await untoldOf(patient)
    for (const { id } of rows) {
      await pushMailJob(patient, client, id)
      await noteTold(patient.db, id, true)
    }
    return (words) => words.mended.messagesQueued(rows.length)
  },
}

function untoldOf({ db, now }: Patient): Promise<readonly NamedExport[]> {
  const ended = {
    after: new Date(now.getTime() - 3 * DAY_MS),
    before: new Date(now.getTime() - LATE_MS),
  }
  return untoldExports(db, ended, MANY)
}

/** One part, one @, a host with a dot: what cannot be delivered is what matters here. */
const ADDRESS = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/

const addresses: Check = {
  name: 'member-addresses',
  title: (words) => words.titles['member-addresses'],
  looksAt: 'users.email of the newest 500 members with an export under way or not downloaded yet',
  needs: ['tables'],
  look: async ({ db }) => {
    const waiting = await waitingMembers(db, MANY)
    const names = new Map(waiting.map(({ userId, username }) => [userId, username]))
    const bad = (await addressesOf(db, [...names.keys()])).flatMap((member) => {
      const problem = problemOf(member)
      const username = names.get(member.userId) ?? ''
      return problem === null ? [] : [{ userId: member.userId, username, problem }]
    })
    const [first] = bad
    if (first === undefined) return ok(({ found }) => found.mail.lookedAt(names.size))
    return warning(
      (words) => {
        const texts = bad.map(({ username, problem }) => problem(words, `@${username}`))
        return `${firstOf(words, texts)}.`
      },
      (words) => words.means.notReached,
      page((words) => words.labels.correctAddress, `/admin/users/${first.userId}/edit`),
    )
  },
}

/** What is wrong with the address of whom. */
type Problem = (words: CheckWords, who: string) => string

function problemOf(member: {
  readonly email: string
  readonly isConfirmed: boolean
  readonly unconfirmedEmail: string | null
}): Problem | null {
  const { email } = member
  if (!ADDRESS.test(email)) return (words, who) => words.found.mail.noAddress(who, email)
  if (!member.isConfirmed) return (words, who) => words.found.mail.neverConfirmed(who)
  if (member.unconfirmedEmail !== null && member.unconfirmedEmail !== '') {
    return (words, who) => words.found.mail.notConfirmed(who)
  }
  return null
}

export const MAIL_CHECKS: readonly Check[] = [server, sender, untold, addresses]
