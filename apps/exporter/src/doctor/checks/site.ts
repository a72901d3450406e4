/** Can members reach Howdah's pages, and log in there? */
import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { webUrl } from '../../mastodon/instance.ts'
import { askInstance } from '../../mastodon/instance-request.ts'
import { BACKUP_PREFIX } from '../../storage/archive-storage.ts'
import { CHECK_NAME } from '../../storage/storage.ts'
import { fetchReasonOf } from '../../start-error.ts'
import {
  asSaid,
  command,
  failure,
  ok,
  setting,
  warning,
  type Check,
  type Finding,
  type Patient,
} from '../check.ts'
import type { CheckWords } from '../words/check-words.ts'

const TIMEOUT_MS = 4_000

async function get(url: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url, {
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  return { status: response.status, text: await response.text() }
}

function answerText(words: CheckWords, answer: string | { readonly status: number }): string {
  return typeof answer === 'string' ? answer : words.found.site.status(answer.status)
}

const publicPages: Check = {
  name: 'public-address',
  title: (words) => words.titles['public-address'],
  looksAt: 'HOWDAH_PUBLIC_URL/healthz',
  needs: [],
  look: async ({ config }) => {
    const url = `${config.publicUrl}/healthz`
    const answer = await get(url).catch(fetchReasonOf)
    if (typeof answer !== 'string' && answer.status === 200 && answer.text.trim() === 'ok') {
      return ok(asSaid(config.publicUrl))
    }
    return failure(
      (words) => words.found.site.notHowdah(url, answerText(words, answer)),
      (words) => words.means.linksLeadNowhere,
      command('systemctl status howdah-web nginx'),
    )
  },
}

const signIn: Check = {
  name: 'sign-in',
  title: (words) => words.titles['sign-in'],
  looksAt: 'the instance’s answer at HOWDAH_MASTODON_URL, and LOGIN_OAUTH, LOGIN_PASSWORD',
  needs: [],
  look: async ({ config }) => {
    const { oauth, password, instanceUrl } = config.signIn
    if (!oauth) {
      if (password) return ok(({ found }) => found.site.passwordOnly)
      return failure(
        ({ found }) => found.site.bothOff,
        (words) => words.means.onlyLinks,
        setting('LOGIN_OAUTH=true'),
      )
    }
    const address = { url: instanceUrl, webUrl: webUrl(config) }
    const question = { timeoutMs: TIMEOUT_MS }
    const answer = await askInstance(address, '/api/v2/instance', question).catch(fetchReasonOf)
    if (typeof answer === 'string' || answer.status !== 200) {
      return failure(
        (words) => words.found.site.notMastodon(instanceUrl, answerText(words, answer)),
        (words) => words.means.logInsFail,
        setting('HOWDAH_MASTODON_URL to where this machine reaches Mastodon'),
      )
    }
    const domain = domainOf(answer.text)
    if (domain === config.localDomain || domain === config.webDomain) return ok(asSaid(instanceUrl))
    return failure(
      ({ found: { site } }) =>
        domain === null
          ? site.noMastodon(instanceUrl)
          : site.otherServer(instanceUrl, domain, config.localDomain),
      (words) => words.means.otherServer,
      setting(`HOWDAH_MASTODON_URL=https://${config.webDomain}`),
    )
  },
}

function domainOf(text: string): string | null {
  try {
    const parsed: unknown = JSON.parse(text)
    const isInstance = typeof parsed === 'object' && parsed !== null && 'domain' in parsed
    return isInstance ? String(parsed.domain) : null
  } catch {
    return null // Something else answers at this address: that is the finding.
  }
}

const publicDumps: Check = {
  name: 'public-archives',
  title: (words) => words.titles['public-archives'],
  looksAt: 'whether a file among the archives can be fetched from the web without logging in',
  needs: [],
  look: lookForPublicDumps,
}

/** Mastodon's own nginx serves its whole media folder; only a random name protects an archive. */
async function lookForPublicDumps(patient: Patient): Promise<Finding> {
  const { media, webDomain, https } = patient.config
  if (media.s3 !== null) return ok(({ found }) => found.site.inBucket)
  const base = /^https?:/.test(media.rootUrl)
    ? media.rootUrl
    : `${https ? 'https' : 'http'}://${webDomain}${media.rootUrl}`
  const word = randomBytes(12).toString('hex')
  // The sweep removes one that a crash has left.
  const key = `${BACKUP_PREFIX}${CHECK_NAME}${word}.txt`
  const path = join(media.root, key)
  await mkdir(join(media.root, BACKUP_PREFIX), { recursive: true })
  await writeFile(path, word)
  try {
    const answer = await get(`${base}/${key}`).catch(fetchReasonOf)
    if (typeof answer === 'string') {
      return { state: 'unknown', found: ({ found }) => found.notLooked(`${base}: ${answer}`) }
    }
    if (answer.text.trim() !== word) return ok(({ found }) => found.site.refused(answer.status))
    return warning(
      ({ found }) => found.site.isPublic(`${base}/${BACKUP_PREFIX}…`),
      (words) => words.means.anybodyDownloads,
      command(
        'add to nginx: location ^~ /system/backups/ { return 404; }, then: systemctl reload nginx',
      ),
    )
  } finally {
    await rm(path, { force: true })
  }
}

export const SITE_CHECKS: readonly Check[] = [publicPages, signIn, publicDumps]
