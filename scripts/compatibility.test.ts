/** docs/compatibility.md names the test that holds each key and field: the tests must exist. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
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

/** "`file.test.ts`: name of the test" */
function isThere(reference: string): boolean {
  const [, file = '', name = ''] = /^`([^`]+)`: (.+)$/u.exec(reference) ?? []
  const path = `${root}packages/engine/src/${file}`
  if (file === '' || !existsSync(path)) return false
  // The source may have the quotes of the title escaped.
  const source = readFileSync(path, 'utf8').replaceAll('\\', '')
  return source.includes(name)
}
