import { chmod, mkdtemp, readFile, rm, writeFile, readdir, stat } from 'node:fs/promises'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { SmtpSettings } from '../config/config.ts'
import { exportRecord } from '../testing/export-record.ts'
import { listMail, readMail } from './mailbox.ts'
import { createMailer, mailRoute } from './mailer.ts'
import { verifySendmail } from './sendmail-mailer.ts'
import { EXPORT_TYPES } from '../ledger/types.ts'
import { exportMessage } from './messages.ts'
import { signInLinkMessage } from './sign-in-link.ts'
import { LANGUAGES } from './words/languages.ts'

const PLACE = { publicUrl: 'https://social.example.org', localDomain: 'example.social' }
const MAIL = {
  from: 'Mastodon <notifications@example.social>',
  replyTo: 'admin@example.social',
  returnPath: 'bounces@example.social',
}
const MESSAGE = {
  to: 'ada@example.social',
  subject: 'Größe',
  text: 'plain ✓',
  html: '<p>rich ✓</p>',
}

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'howdah-mail-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const servers: SMTPServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
})

interface Received {
  readonly from: string
  readonly user: unknown
  readonly secure: boolean
  readonly raw: string
}

async function startServer(
  options: SMTPServerOptions,
): Promise<{ port: number; received: Received[] }> {
  const received: Received[] = []
  const server = new SMTPServer({
    ...options,
    onData(stream, session, callback) {
      const from = session.envelope.mailFrom
      const address = from === false ? '' : from.address
      const { user, secure } = session
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push({ from: address, user, secure, raw: Buffer.concat(chunks).toString() })
        callback()
      })
    },
  })
  server.on('error', () => {})
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return { port: (server.server.address() as AddressInfo).port, received }
}

function settings(port: number, more: Partial<SmtpSettings> = {}): SmtpSettings {
  return {
    host: '127.0.0.1',
    port,
    login: null,
    password: null,
    authMethod: 'plain',
    tls: false,
    startTls: 'auto',
    verifyCertificate: true,
    caFile: null,
    domain: 'example.social',
    ...more,
  }
}

test('a mail server gets the message with the headers of an automatic one', async () => {
  const { port, received } = await startServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
  })
  const mailer = createMailer({
    smtp: settings(port),
    sendmail: null,
    mail: MAIL,
    mailDirectory: directory,
  })
  await mailer.send(MESSAGE)
  mailer.close()
  const parsed = await PostalMime.parse(received[0]?.raw ?? '')
  expect(received[0]).toMatchObject({ from: 'bounces@example.social', secure: false })
  expect(parsed).toMatchObject({ subject: 'Größe', to: [{ address: 'ada@example.social' }] })
  expect(parsed.from).toEqual({ name: 'Mastodon', address: 'notifications@example.social' })
  expect(parsed.replyTo).toMatchObject([{ address: 'admin@example.social' }])
  expect(parsed.text?.trim()).toBe('plain ✓')
  expect(parsed.html?.trim()).toBe('<p>rich ✓</p>')
  const headers = new Map(parsed.headers.map(({ key, value }) => [key, value]))
  expect(headers.get('auto-submitted')).toBe('auto-generated')
  expect(headers.get('precedence')).toBe('list')
  expect(headers.get('x-auto-response-suppress')).toBe('All')
})

test('login and STARTTLS follow the settings', async () => {
  const { port, received } = await startServer({
    onAuth: (auth, _session, callback) =>
      callback(null, { user: `${auth.method} ${auth.username} ${auth.password}` }),
  })
  const login = { login: 'mastodon', password: 's3cret', verifyCertificate: false }
  for (const authMethod of ['plain', 'login'] as const) {
    const smtp = settings(port, { ...login, authMethod, startTls: 'always' })
    await createMailer({ smtp, sendmail: null, mail: MAIL, mailDirectory: directory }).send(MESSAGE)
  }
  expect(received.map(({ user, secure }) => ({ user, secure }))).toEqual([
    { user: 'PLAIN mastodon s3cret', secure: true },
    { user: 'LOGIN mastodon s3cret', secure: true },
  ])
  const checking = settings(port, { ...login, verifyCertificate: true })
  await expect(
    createMailer({ smtp: checking, sendmail: null, mail: MAIL, mailDirectory: directory }).send(
      MESSAGE,
    ),
  ).rejects.toThrow(/certificate/)
  const never = settings(port, { ...login, startTls: 'never' })
  await expect(
    createMailer({ smtp: never, sendmail: null, mail: MAIL, mailDirectory: directory }).send(
      MESSAGE,
    ),
  ).rejects.toThrow()
})

test('without a mail server messages are files that can be read back', async () => {
  const mailer = createMailer({
    smtp: null,
    sendmail: null,
    mail: MAIL,
    mailDirectory: join(directory, 'box'),
  })
  await mailer.send(MESSAGE)
  await mailer.send({ ...MESSAGE, subject: 'Second' })
  // They may hold links that let in whoever has them.
  const names = await readdir(join(directory, 'box'))
  const modes = await Promise.all(['', ...names].map((name) => stat(join(directory, 'box', name))))
  expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o600, 0o600])
  await writeFile(join(directory, 'box', 'notes.txt'), 'not a message')
  const list = await listMail(join(directory, 'box'))
  expect(list.map(({ subject, to }) => ({ subject, to }))).toEqual([
    { subject: 'Second', to: 'ada@example.social' },
    { subject: 'Größe', to: 'ada@example.social' },
  ])
  const mail = await readMail(join(directory, 'box'), list[1]?.id ?? '')
  expect(mail).toMatchObject({ subject: 'Größe', from: 'notifications@example.social' })
  expect(mail?.text.trim()).toBe('plain ✓')
  expect(mail?.html.trim()).toBe('<p>rich ✓</p>')
  expect(Math.abs((mail?.sentAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000)
})

describe('the program sendmail', () => {
  /** A program that takes messages as sendmail does. */
  async function program(name: string, script: string): Promise<string> {
    const path = join(directory, name)
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, 0o755)
    return path
  }

  function mailerOf(sendmail: string) {
    return createMailer({ smtp: null, sendmail, mail: MAIL, mailDirectory: directory })
  }

  test('gets the message, the sender who hears of failures, and the recipient', async () => {
    const [taken, asked] = [join(directory, 'taken'), join(directory, 'asked')]
    const path = await program('takes', `echo "$@" > '${asked}'; cat > '${taken}'`)
    await mailerOf(path).send({ ...MESSAGE, text: 'plain ✓\n.\nmore' })
    expect((await readFile(asked, 'utf8')).trim()).toBe(
      '-i -f bounces@example.social ada@example.social',
    )
    const raw = await readFile(taken, 'utf8')
    expect(raw).not.toContain('\r')
    const parsed = await PostalMime.parse(raw)
    expect(parsed).toMatchObject({ subject: 'Größe', to: [{ address: 'ada@example.social' }] })
    expect(parsed.text?.trim()).toBe('plain ✓\n.\nmore')
    expect(parsed.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    )
  })

  test('says why it did not take a message', async () => {
    const busy = await program('busy', 'cat > /dev/null; exit 75')
    await expect(mailerOf(busy).send(MESSAGE)).rejects.toThrow(
      `${busy} did not take the message: Sendmail exited with code 75; its log says why`,
    )
    const deaf = await program('deaf', 'exit 0')
    const large = { ...MESSAGE, text: 'x'.repeat(1_000_000) }
    await expect(mailerOf(deaf).send(large)).rejects.toThrow(`${deaf} did not take the message`)
  })

  test('is named with what to do where it is not there or may not be run', async () => {
    const missing = join(directory, 'missing')
    for (const path of [missing, directory]) {
      const why = `there is no program ${path}; install one, or say where it is in HOWDAH_SENDMAIL`
      await expect(mailerOf(path).send(MESSAGE)).rejects.toThrow(why)
      await expect(verifySendmail(path)).rejects.toThrow(why)
    }
    const plain = await program('plain', 'cat')
    await chmod(plain, 0o644)
    await expect(verifySendmail(plain)).rejects.toThrow(`${plain} may not be run by this user`)
  })

  test('is what messages go through, where it is chosen', () => {
    expect(mailRoute({ smtp: null, sendmail: '/usr/sbin/sendmail' })).toBe('/usr/sbin/sendmail')
    expect(mailRoute({ smtp: settings(25), sendmail: null })).toBe('127.0.0.1:25')
    expect(mailRoute({ smtp: null, sendmail: null })).toBeNull()
  })
})

test('an empty folder has no mail, and an id never leads out of it', async () => {
  expect(await listMail(join(directory, 'none'))).toEqual([])
  expect(await readMail(directory, '../../etc/passwd')).toBeNull()
  expect(await readMail(directory, '20260101T000000000Z-abcdef')).toBeNull()
})

const ENGLISH = { ...PLACE, locales: ['en'] }

test('the ready message says what, how large, until when, and where', () => {
  const record = exportRecord({
    id: '1093',
    username: 'a<b',
    sizeBytes: 48_200_000,
    missingFiles: 2,
    expiresAt: new Date('2026-11-30T10:00:00Z'),
  })
  const message = exportMessage('ready', record, ENGLISH)
  expect(message?.subject).toBe('Your archive is ready for download')
  expect(message?.text).toBe(`Archive takeout
===============

You requested a full backup of your account @a<b@example.social. It's now ready for download!

It is 48.2 MB large. You can download it until Monday 30 November 2026; after that it is deleted.

2 media files could not be found on the server and could not be included.

=> https://social.example.org/exports/1093/download

--${' '}
You can turn these messages off under https://social.example.org/settings/export#mail
`)
  expect(message?.html).toContain('@a&lt;b@example.social')
  expect(message?.html).toContain('href="https://social.example.org/exports/1093/download"')
  expect(exportMessage('ready', { ...record, type: 'migration' }, ENGLISH)?.subject).toContain(
    'migration export',
  )
})

test('the failure message does not tell the member about the disk', () => {
  const message = exportMessage(
    'failed',
    exportRecord({ state: 'failed', attempts: 6, error: 'The disk is full.' }),
    ENGLISH,
  )
  expect(message?.text).toContain('although it was tried 6 times')
  expect(message?.text).toContain('=> https://social.example.org/settings/export')
  expect(message?.text).not.toContain('disk')
  expect(exportMessage('failed', exportRecord({ email: null }), ENGLISH)).toBeNull()
})

test('who did not ask themself reads who did, and why', () => {
  const record = exportRecord({ requestedBy: 'root', reason: 'We close on <1 March>.' })
  const message = exportMessage('requested', record, ENGLISH)
  expect(message?.subject).toBe('An archive was requested for you')
  expect(message?.text).toContain('The administrators of example.social requested an archive of')
  expect(message?.text).toContain('Their reason: We close on <1 March>.')
  expect(message?.html).toContain('We close on &lt;1 March&gt;.')
  expect(exportMessage('ready', record, ENGLISH)?.text).toContain('Their reason: We close on')
})

test('members read their own language, else that of the server, else English', () => {
  const record = exportRecord({
    sizeBytes: 1_500_000,
    missingFiles: 1,
    expiresAt: new Date('2026-11-30T10:00:00Z'),
  })
  const subject = (...locales: (string | null)[]) =>
    exportMessage('ready', record, { ...PLACE, locales })?.subject
  expect(subject('de')).toBe('Dein Archiv kann heruntergeladen werden')
  expect(subject('es-AR', 'de')).toBe('Tu archivo está listo para descargar')
  expect(subject('ja')).toBe('アーカイブをダウンロードできます')
  expect(subject('nn', 'de')).toBe('Dein Archiv kann heruntergeladen werden')
  expect(subject(null, 'xx')).toBe('Your archive is ready for download')
  const german = exportMessage('ready', record, { ...PLACE, locales: ['de'] })
  expect(german?.text).toContain('Es ist 1,5 MB groß.')
  expect(german?.text).toContain('Montag, 30. November 2026')
  expect(german?.html).toContain('<html lang="de" dir="ltr">')
})

test('every language says everything, with the names and numbers in it', () => {
  const record = exportRecord({ requestedBy: 'root', reason: 'R.', attempts: 3, missingFiles: 7 })
  for (const locale of Object.keys(LANGUAGES)) {
    for (const type of EXPORT_TYPES) {
      for (const news of ['ready', 'failed', 'requested'] as const) {
        const message = exportMessage(news, { ...record, type }, { ...PLACE, locales: [locale] })
        expect(message?.text, `${locale} ${news}`).toContain('@ada@example.social')
        expect(message?.text).toContain('https://social.example.org/settings/export')
        if (news === 'failed') expect(message?.text).toContain('3')
        if (news === 'ready') expect(message?.text).toContain('7')
        expect(message?.text).not.toMatch(/undefined|\[object/)
      }
    }
  }
})

test('a size that would be rounded to a thousand is one of the next unit', () => {
  for (const [sizeBytes, size] of [
    [999_949, '999.9 KB'],
    [999_951, '1.0 MB'],
  ] as const) {
    const record = exportRecord({ sizeBytes })
    expect(exportMessage('ready', record, { ...PLACE, locales: ['en'] })?.text).toContain(size)
  }
})

test('Arabic mail runs from right to left, with addresses in one piece', () => {
  const record = exportRecord({ sizeBytes: 1_500_000, missingFiles: 3, attempts: 11 })
  const message = exportMessage('ready', record, { ...PLACE, locales: ['ar'] })
  expect(message?.html).toContain('<html lang="ar" dir="rtl">')
  expect(message?.text).toContain('\u2068@ada@example.social\u2069')
  expect(message?.text).toContain('1.5 MB')
  expect(message?.text).toContain('3 ملفات وسائط')
  const failed = exportMessage('failed', record, { ...PLACE, locales: ['ar'] })
  expect(failed?.text).toContain('11 محاولة')
})

const EXPIRY = '2026-11-30T10:05:00Z'
const LINK_ENDS = {
  en: 'Monday, 30 November 2026 at 10:05 UTC',
  de: 'Montag, 30. November 2026',
  es: 'lunes, 30 de noviembre de 2026',
  ja: '2026年11月30日月曜日',
  ar: '30 نوفمبر 2026',
}

test('a one-time link is sent in the language of its member, with its end to the minute', () => {
  const url = 'https://social.example.org/login/link/x'
  const news = { to: 'ada@example.social', username: 'ada', url, expiresAt: new Date(EXPIRY) }
  for (const [locale, part] of Object.entries(LINK_ENDS)) {
    const message = signInLinkMessage(news, { ...PLACE, locales: [locale, 'en'] })
    expect(message.text, locale).toContain(`=> ${url}`)
    expect(message.text, locale).toContain('@ada@example.social')
    expect(message.text, locale).toContain(part)
    expect(message.subject, locale).toContain('example.social')
  }
  const english = signInLinkMessage(news, { ...PLACE, locales: [null, 'xx'] })
  expect(english.subject).toBe('A link to your data on example.social')
})

test('a message in Japanese arrives whole at a mail server, plain and as HTML', async () => {
  const { port, received } = await startServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
  })
  const mailer = createMailer({
    smtp: settings(port),
    sendmail: null,
    mail: MAIL,
    mailDirectory: directory,
  })
  const message = exportMessage('ready', exportRecord(), { ...PLACE, locales: ['ja'] })
  if (message === null) throw new Error('no message')
  await mailer.send(message)
  mailer.close()
  const parsed = await PostalMime.parse(received[0]?.raw ?? '')
  expect(parsed.subject).toBe('アーカイブをダウンロードできます')
  expect(parsed.text?.trim()).toBe(message.text.trim())
  expect(parsed.html?.trim()).toBe(message.html.trim())
})
