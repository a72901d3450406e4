/** docs/compatibility.md names the test that holds each key and field: all are there, and the tests exist. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createKeys } from '../packages/engine/src/redis/keys.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(`${root}docs/compatibility.md`, 'utf8').replaceAll(String.raw`\|`, '|')
const rows = readFileSync(`${root}docs/compatibility.md`, 'utf8')
  .split('\n')
  .filter((line) => line.includes('.test.ts`'))

test('every row of the compatibility table names tests that exist', () => {
  const missing = rows.flatMap((row) => {
    // Names of tests may have "; " in them: a reference begins with its file.
    const references = row.replace(/\s*\|$/u, '').split(/(?:\| |; )(?=`[^`]+\.test\.ts`)/u)
    return references.slice(1).filter((reference) => !isThere(reference))
  })
  expect(missing).toEqual([])
  expect(rows.length).toBeGreaterThan(30)
})

/** How the page writes what a key is made of. Whoever adds a key adds it here and to the page. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  queue: ['<name>'],
  finished: ['<queue>'],
  statProcessedOn: ['YYYY-MM-DD'],
  statFailedOn: ['YYYY-MM-DD'],
  metricsOf: ['YYMMDD|H:MM'],
  waitsOf: ['YYMMDD|H:MM'],
  runTimesOf: ['YYMMDD|H:MM'],
  slowestOf: ['<Class>', 'YYMMDD|H'],
  errorsOf: ['<Class>', 'YYMMDD|H'],
  histogramOf: ['<Class>', 'D-H:M'],
  legacyHistogramOf: ['<Class>', 'DD-HH:M'],
  marksOn: ['YYYYMMDD'],
  profile: ['<token>-<jid>'],
  deployLock: ['<label>'],
  inFlight: ['<incarnation>', '<queue>'],
  unique: ['<digest>'],
  operation: ['<id>'],
  trash: ['<id>'],
  queueCopy: ['<id>'],
  queueCopyGoes: ['<id>'],
  periodicRuns: ['<name>'],
  control: ['<database>'],
}
const BY_WHAT: Readonly<Record<string, readonly string[]>> = {
  '<identity>': ['process', 'work', 'workers', 'signals', 'alive'],
  '<jid>': ['iteration', 'progress', 'recoveries', 'trial', 'begun', 'outcome'],
  '<limit>': ['slots', 'slotCounts', 'parked', 'parkedOrder', 'parkedKeys', 'parkedLine', 'woken'],
}

test('every key of the engine stands in the table', () => {
  const names = Object.entries(createKeys()).flatMap(([name, key]: [string, unknown]) => {
    if (name === 'prefix') return []
    if (typeof key !== 'function') return [String(key)]
    const part = Object.entries(BY_WHAT).find(([, keys]) => keys.includes(name))?.[0]
    const parts = PARTS[name] ?? (part === undefined ? [`add ${name} to this test`] : [part])
    return [String(Reflect.apply(key, undefined, parts))]
  })
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  expect(names.length).toBeGreaterThan(50)
})

test('every field of ours stands in the table', () => {
  const files = globSync('packages/engine/src/**/*.{ts,lua}', { cwd: root })
  const sources = files.map((file) => readFileSync(`${root}${file}`, 'utf8'))
  const fields = new Set<string>(
    sources.flatMap((text) => text.match(/\bhowdah_[a-z_]+\b/gu) ?? []),
  )
  expect([...fields].filter((field) => !page.includes(`\`${field}\``))).toEqual([])
})

/** "`file.test.ts`: name of the test" */
function isThere(reference: string): boolean {
  const [, file = '', name = ''] = /^`([^`]+)`: (.+)$/u.exec(reference) ?? []
  const path = `${root}packages/engine/src/${file}`
  if (file === '' || !existsSync(path)) return false
  // The source may have the quotes of the title escaped.
  const source = readFileSync(path, 'utf8').replaceAll('\\', '')
  return source.includes(name)
}
