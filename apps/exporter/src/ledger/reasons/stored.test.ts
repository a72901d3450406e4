/** Reasons as they are stored, and in the words of every language. */
import { expect, test } from 'vitest'
import { formatBytes } from '../../format-bytes.ts'
import { type Reason, reasonText, type ReasonWords } from './reason.ts'
import { inEnglish, readReason, toStored } from './stored.ts'
import { ar } from './words/ar.ts'
import { de } from './words/de.ts'
import { en } from './words/en.ts'
import { es } from './words/es.ts'
import { ja } from './words/ja.ts'

const ALL: { readonly [Code in Reason['code']]: Extract<Reason, { code: Code }> } = {
  'disk-full': {
    code: 'disk-full',
    freeBytes: 48_200_000,
    neededBytes: 3_100_000_000,
    folder: '/srv/media',
    variable: 'PAPERCLIP_ROOT_PATH',
  },
  'not-writable': { code: 'not-writable', folder: '/srv/media', error: 'EACCES' },
  'member-missing': { code: 'member-missing', userId: '109876543210987654' },
  'database-slow': {
    code: 'database-slow',
    seconds: 30,
    stage: 'posts',
    member: '@ada',
    sqlState: '57014',
  },
  'database-away': { code: 'database-away', error: 'connect ECONNREFUSED 10.0.0.1:5432' },
  'media-forbidden': { code: 'media-forbidden', file: 'a/b.png', error: 'EACCES' },
  'media-broken': { code: 'media-broken', file: 'a/b.png', error: 'EIO' },
  'storage-away': { code: 'storage-away', error: 'The bucket exports answered 503' },
  'storage-refused': { code: 'storage-refused', error: 'No bucket', remedy: 'bucket' },
  'given-up': { code: 'given-up' },
  silent: { code: 'silent' },
  'job-nowhere': { code: 'job-nowhere' },
  'job-found': { code: 'job-found', state: 'failed' },
  'job-deleted': { code: 'job-deleted' },
  'job-cancelled': { code: 'job-cancelled' },
  'job-put-back': { code: 'job-put-back' },
  'job-killed': { code: 'job-killed' },
  'window-closed': { code: 'window-closed' },
  'held-back': { code: 'held-back' },
  try: { code: 'try', number: 2, worker: 'web-1:4411:ab12' },
  interrupted: { code: 'interrupted', stage: 'media' },
  resumed: { code: 'resumed', step: 'media', bytes: 48_200_000 },
  'other-machine': { code: 'other-machine' },
  checked: {
    code: 'checked',
    neededBytes: 48_200_000,
    freeBytes: 3_100_000_000,
    bucket: 'archives',
    mailRoute: 'mail.example:587',
    mailFolder: '/srv/mail',
  },
  bulk: { code: 'bulk', requested: 12_431, passedOver: 17 },
}
const REASONS: readonly Reason[] = Object.values(ALL)
const OTHERS: Readonly<Record<string, ReasonWords>> = { de, es, ja, ar }

/** What a sentence has to name, as it stands in the reason; codes choose words, and a folder may not be used. */
function valuesOf(reason: Reason): readonly string[] {
  const chosen = new Set(['code', 'remedy', 'state', 'mailFolder'])
  return Object.entries(reason).flatMap(([name, value]) => {
    if (chosen.has(name)) return []
    return [/Bytes$|^bytes$/.test(name) ? formatBytes(Number(value)) : String(value)]
  })
}

test.each(REASONS)(
  '$code is said with every value, in every language in its own words',
  (reason) => {
    for (const [language, words] of Object.entries(OTHERS)) {
      const text = reasonText(reason, words, formatBytes)
      for (const value of valuesOf(reason))
        expect({ language, text }).toMatchObject({ text: expect.stringContaining(value) })
      expect(text).not.toBe(inEnglish(reason))
      expect(text).not.toMatch(/undefined|null|NaN/)
    }
    for (const value of valuesOf(reason)) expect(inEnglish(reason)).toContain(value)
  },
)

test('a reason comes back from the database as it was; a sentence stays a sentence', () => {
  for (const reason of REASONS) {
    const { text, facts } = toStored(reason)
    expect(readReason(JSON.parse(String(facts)), text)).toEqual(reason)
  }
  expect(toStored('It broke.')).toEqual({ text: 'It broke.', facts: null })
  expect(readReason(null, 'It broke.')).toBeNull()
})

test('what is not known, or does not belong to the sentence beside it, is passed over', () => {
  const { text } = toStored(ALL['not-writable'])
  expect(readReason({ code: 'of-a-newer-version' }, 'Something new.')).toBeNull()
  expect(readReason({ code: 'constructor' }, 'x')).toBeNull()
  // A worker of an older version has written a new sentence, and left the column beside it as it was.
  expect(readReason(ALL['disk-full'], text)).toBeNull()
  expect(readReason({ code: 'not-writable' }, text)).toBeNull()
})

test('what may be unknown is left out of the sentence', () => {
  const unknown: readonly Reason[] = [
    { ...ALL['disk-full'], freeBytes: null, neededBytes: null },
    { ...ALL['database-slow'], stage: null, sqlState: null },
    { ...ALL.interrupted, stage: null },
    { ...ALL.checked, freeBytes: null, bucket: null, mailRoute: null },
  ]
  for (const words of [en, ...Object.values(OTHERS)]) {
    for (const reason of unknown) {
      expect(reasonText(reason, words, formatBytes)).not.toMatch(/undefined|null|NaN/)
    }
  }
})
