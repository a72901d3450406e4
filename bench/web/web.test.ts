/** The benchmark of the pages as a smoke test: it really asks a site, and says its lines. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findServerPrograms } from '../../apps/exporter/src/testing/postgres-cluster.ts'

function bench(...parameters: string[]): { lines: string[]; code: number | null } {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const { stdout, stderr, status } = spawnSync(process.execPath, [main, ...parameters], {
    encoding: 'utf8',
    timeout: 170_000,
  })
  return {
    lines: [...stdout.trimEnd().split('\n'), ...(status === 0 ? [] : [stderr])],
    code: status,
  }
}

/** The site runs from its build. */
const isBuilt = existsSync(new URL('../../apps/exporter/dist/main.js', import.meta.url))

test.skipIf(findServerPrograms() === null || !isBuilt)(
  'a quick run asks every page and ends with one line a bar',
  { timeout: 180_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'howdah-bench-'))
    try {
      const { lines, code } = bench('--quick', '--folder', folder)
      expect(code, lines.join('\n')).toBe(0)
      expect(lines.join('\n')).toMatch(
        /ours, queue: p50Ms [\d,.]+, p99Ms [\d,.]+, kilobytes [\d,.]+/u,
      )
      const bars = lines.slice(lines.lastIndexOf('') + 1)
      for (const line of bars)
        expect(line).toMatch(/: [\d,.]+(?: \S+)? \([≤≥] .*\) (?:reached|missed)$/u)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

test('a command line that makes no sense is answered with what is possible', () => {
  const { lines, code } = bench('--only', 'speed')
  expect(code).toBe(2)
  expect(lines[0]).toContain('There is no scenario "speed".')
})
