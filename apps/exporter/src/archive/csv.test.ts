import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import {
  array,
  assert,
  asyncProperty,
  oneof,
  option,
  sample,
  string,
  stringMatching,
} from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine, csvText, type CsvCell } from './csv.ts'

test('quotes stand only where commas, quotes or line breaks ask for them', () => {
  expect(csvLine(['ada@example.social', 'true', '', null])).toBe('ada@example.social,true,"",\n')
  expect(csvLine(['a,b', 'say "hi"', 'two\nlines', 'cr\rhere', ' space '])).toBe(
    '"a,b","say ""hi""","two\nlines","cr\rhere", space \n',
  )
})

/** A reader of its own, by RFC 4180, that tells nothing from the empty string. */
function parse(text: string): CsvCell[][] {
  const rows: CsvCell[][] = []
  let row: CsvCell[] = []
  for (let at = 0; at < text.length;) {
    const cell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))([,\n])/s.exec(text.slice(at))
    if (cell === null) throw new Error(`unreadable at ${at}: ${JSON.stringify(text)}`)
    const [whole, quoted, plain = '', end] = cell
    row.push(quoted === undefined ? (plain === '' ? null : plain) : quoted.replaceAll('""', '"'))
    if (end === '\n') {
      rows.push(row)
      row = []
    }
    at += whole.length
  }
  return rows
}

const cell = option(oneof(string({ unit: 'grapheme' }), stringMatching(/^[",\r\n ab]{0,6}$/)), {
  nil: null,
})

test('what is written is read back, whatever it is', async () => {
  await assert(
    asyncProperty(array(array(cell, { minLength: 1, maxLength: 4 })), async (rows) => {
      async function* pages(): AsyncGenerator<CsvCell[][]> {
        yield rows.slice(0, 2)
        yield rows.slice(2)
      }
      const parts: Uint8Array[] = []
      for await (const part of csvText(pages())) parts.push(part)
      expect(parse(Buffer.concat(parts).toString())).toEqual(rows)
    }),
  )
})

test("Ruby's CSV, which Mastodon writes with, gives the same bytes", (context) => {
  if (!existsSync('/usr/bin/ruby')) context.skip('there is no Ruby on this machine')
  const rows = sample(array(cell, { minLength: 1, maxLength: 5 }), { numRuns: 400, seed: 7 })
  const ruby = execFileSync(
    'ruby',
    ['-rcsv', '-rjson', '-e', 'print JSON.parse($stdin.read).map(&:to_csv).join'],
    { input: JSON.stringify(rows), encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' } },
  )
  expect(rows.map(csvLine).join('')).toBe(ruby)
})
