/** `howdah exports`, `request`, `settings` and `status --json` as an administrator types them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bareEnvironment } from '../testing/bare-environment.ts'
import { HOWDAH } from '../testing/program.ts'
import { startExportHome, type ExportHome } from '../testing/export-home.ts'

// Each starts processes of its own, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

let home: ExportHome
beforeAll(async () => {
  home = await startExportHome()
  await home.addMember('ada')
  await home.addMember('bob')
  await sql`UPDATE users SET confirmed_at = now(), approved = true`.execute(home.services.db)
})
afterAll(() => home.stop())

async function howdah(...parameters: string[]) {
  const child = spawn(process.execPath, [...HOWDAH, ...parameters], {
    env: { ...bareEnvironment(), NO_COLOR: '1', ...home.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { code: Number(code), out, err }
}

test('an administrator requests, looks, and runs, with a reason and into the audit', async () => {
  expect(await howdah('request', '@ada')).toMatchObject({ code: 2, out: '' })
  const asked = await howdah('request', '@ada', '--reason', 'Court order 7', '--json')
  expect(asked).toMatchObject({ code: 0, err: '' })
  const { id } = JSON.parse(asked.out) as { id: string }
  const again = await howdah('request', '@Ada@Example.social', '--reason', 'again')
  expect(again).toMatchObject({ code: 2, err: `@ada has one under way: export ${id}, pending.\n` })
  const far = await howdah('request', '@ada@remote.example', '--reason', 'not here')
  expect(far.err).toBe('@ada@remote.example is no member of example.social. Check the spelling.\n')
  const dry = await howdah('request', '--all-active', '--reason', 'We close.', '--dry-run')
  expect(dry.out).toMatch(
    /^2 members, about \d[^,]* [KM]B in all, [^,]* free; the last one would start about 2\d{3}-[^;]*Z; nothing done\n$/,
  )
  const counted = ['request', '--all-active', '--reason', 'We close.', '--dry-run', '--json']
  expect(JSON.parse((await howdah(...counted)).out)).toMatchObject({
    members: 2,
    estimatedBytes: expect.any(Number),
    freeBytes: expect.any(Number),
  })
  const all = await howdah('request', '--all-active', '--reason', 'We close.', '--spread', '12h')
  expect(all.out).toContain('1 of 2 members: requested')
  const listed = await howdah('exports')
  expect(listed.out).toMatch(/@ada +backup +pending +1 +no process listens to queue “export”/)
  const status = JSON.parse((await howdah('status', '--json')).out) as object
  expect(status).toMatchObject({
    counts: { pending: 1, scheduled: 1 },
    clock: { processes_that_poll: 0 },
    exports: [
      {
        username: 'bob',
        reason: 'We close.',
        waiting: { reasons: [{ kind: 'no-process' }, {}, {}] },
      },
      { username: 'ada', waiting: { position: 1, queue: 'export', starts: null } },
    ],
  })
  const shown = (await howdah('exports', 'show', id)).out
  expect(shown).toMatch(/^reason +Court order 7$/m)
  expect(shown).toMatch(/^member +@ada, user \d+$/m)
  expect(shown).toMatch(/^requested +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC by cli:\S+$/m)
  expect(shown).toMatch(/^place +1 in queue export$/m)
  expect(shown).toMatch(/^why +\S/m)
  expect(shown).toMatch(/^attempts +0 of 5$/m)
  expect(shown).not.toMatch(/[{}]|null/)
  expect((await howdah('exports', 'cancel', id)).out).toBe(`export ${id} of @ada: cancelled\n`)
  expect(await howdah('exports', 'run-now', id)).toMatchObject({ code: 2 })
  const none = await howdah('exports', 'cancel', 'ada')
  expect(none).toMatchObject({ code: 2, err: 'There is no export ada.\n' })
  expect((await howdah('exports', '--search', 'nobody')).out).toBe(
    'no export that fits nobody waits; --state all lists all\n',
  )
  expect(await howdah('exports', '--limit', '0')).toMatchObject({ code: 2, out: '' })
  expect(await howdah('exports', 'cancel')).toMatchObject({ code: 2, out: '' })
  const audit = await home.services.ledger.auditLog({ search: 'Court order' })
  expect(audit).toMatchObject([
    { actor: expect.stringMatching(/^cli:/), target: `export ${id} (@ada)` },
  ])
})

test('an archive is requested without media, and is told from others', async () => {
  const { ledger } = home.services
  await sql`UPDATE howdah.exports SET state = 'cancelled'`.execute(home.services.db)
  const reason = ['--reason', 'R.']
  const asked = await howdah('request', 'ada', '--without-media', ...reason, '--json')
  const { id } = JSON.parse(asked.out) as { id: string }
  expect(await ledger.get(id)).toMatchObject({ type: 'backup', includesMedia: false })
  expect(await howdah('request', 'ada', ...reason)).toMatchObject({
    code: 2,
    err: `@ada has one under way: export ${id}, pending, without media.\n`,
  })
  expect((await howdah('exports')).out).toMatch(/@ada +backup without media +pending/)
  expect((await howdah('exports', 'show', id)).out).toMatch(/^type +backup without media$/m)
  const many = await howdah('request', '--all-active', '--without-media', ...reason)
  expect(many.out).toContain('1 of 2 members: requested')
  expect((await ledger.list({ search: 'bob' })).exports[0]).toMatchObject({ includesMedia: false })
  expect(
    await howdah('request', 'ada', '--type', 'migration', '--without-media', ...reason),
  ).toMatchObject({ code: 2, err: expect.stringContaining('--without-media is for') })
})

test('settings are changed while running, for all processes, and reset', async () => {
  expect((await howdah('settings', 'limit', '3')).out).toMatch(/limit +3 +set here/)
  expect((await howdah('settings', 'retention-days', '0')).err).toContain('from 1 to 3650')
  expect((await howdah('settings', 'limit', 'reset')).out).toMatch(/limit +no limit +as configured/)
  expect(await home.services.ledger.auditLog({ search: 'setting' })).toMatchObject([
    { action: 'reset a setting', target: 'limit', detail: '3 → as configured' },
    { action: 'changed a setting', target: 'limit', detail: 'no limit → 3' },
  ])
})
