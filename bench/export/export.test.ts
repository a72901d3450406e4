/** The benchmark of exports as a smoke test: it really builds archives, and says its lines. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findServerPrograms } from '../../apps/exporter/src/testing/postgres-cluster.ts'

/** The exporter from its source, so that no build is needed. */
function bench(...parameters: string[]): { lines: string[]; code: number | null } {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const command = ['--conditions=source', main, ...parameters]
  const { stdout, stderr, status } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    timeout: 170_000,
  })
  return {
    lines: [...stdout.trimEnd().split('\n'), ...(status === 0 ? [] : [stderr])],
    code: status,
  }
}

const missing = [
  ...(findServerPrograms() === null ? ['PostgreSQL'] : []),
  ...['zip', 'psql', 'taskset'].filter((name) => spawnSync(name, ['-V']).error !== undefined),
]

test.skipIf(missing.length > 0)(
  'a quick run exports, compares with the floor and ends with one line a bar',
  { timeout: 180_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'howdah-bench-'))
    try {
      const { lines, code } = bench('--quick', '--only', 'posts,media', '--folder', folder)
      expect(code, lines.join('\n')).toBe(0)
      expect(lines.join('\n')).toMatch(
        /ours, 10,000 posts: postsPerSecond [\d,.]+, .*queriesAPost [\d,.]+/u,
      )
      expect(lines.join('\n')).toMatch(/floor, 1 GB: megabytesPerSecond [\d,.]+/u)
      const bars = lines.slice(lines.lastIndexOf('') + 1)
      expect(bars).toHaveLength(7)
      for (const line of bars)
        expect(line).toMatch(/: [\d,.]+(?: ×)? \(≥ .*\) (?:reached|missed)$/u)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

test('a command line that makes no sense is answered with what is possible', () => {
  const { lines, code } = bench('--only', 'speed')
  expect(code).toBe(2)
  expect(lines[0]).toBe('There is no scenario "speed".')
})
