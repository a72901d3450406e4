/** The benchmark itself, as a smoke test: it really runs, says its lines, and notices what fails. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { median, percentile, readable } from './statistics.ts'

/** Some six seconds where nothing else runs; a loaded machine may stand still in between. Milliseconds. */
const PATIENCE = 180_000

/** Our engine from its source, so that no build is needed; the peers are not installed for this. */
function bench(...parameters: string[]): { lines: string[]; code: number | null } {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const command = ['--conditions=source', main, '--quick', ...parameters]
  const { stdout, status } = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    timeout: PATIENCE / 2,
  })
  return { lines: stdout.trimEnd().split('\n'), code: status }
}

test('a quick run measures and ends with one line a bar', { timeout: PATIENCE }, () => {
  const { lines, code } = bench('--only', 'drain,idle,memory')
  expect(lines.find((line) => line.startsWith('  bare c=10:'))).toMatch(
    /jobsPerSecond [\d,.]+, workerCpuUsPerJob [\d,.]+, redisCpuUsPerJob [\d,.]+, rssMb [\d,.]+/u,
  )
  const bars = lines.slice(lines.lastIndexOf('') + 1)
  expect(bars.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
    'drain, best concurrency up to 50, against BullMQ',
    'drain, best concurrency up to 50, against Bee-Queue',
    'drain, best concurrency up to 50, against Sidekiq (Ruby)',
    'drain, best concurrency up to 50, share of the bare shape',
    'Redis CPU a job, against BullMQ',
    'Redis commands a second of an idle worker, 1 queue',
    'Redis commands a second of an idle worker, 5 queues',
    'memory in Redis of a waiting job, against Sidekiq (Ruby)',
  ])
  expect(bars[0]).toMatch(/: not measured: not part of this run \(≥ 8 ×\)$/u)
  expect(bars[3]).toMatch(/: [\d,.]+ % \(≥ 40 %\) (?:reached|missed)$/u)
  expect(code).toBe(0)
})

test(
  'a scenario that cannot be run is said, and the exit code tells',
  { timeout: PATIENCE },
  () => {
    const { lines, code } = bench('--only', 'memory', '--redis-program', 'no-such-redis')
    expect(lines.join('\n')).toContain('no-such-redis did not start')
    expect(code).toBe(1)
  },
)

test(
  'a command line that makes no sense is answered with what is possible',
  { timeout: PATIENCE },
  () => {
    expect(bench('--only', 'speed').code).toBe(2)
    expect(bench('--help')).toMatchObject({
      code: 0,
      lines: expect.arrayContaining(['Usage: npm run bench:engine -- [options]']),
    })
    expect(bench('--only', 'speed').lines[0]).toContain('There is no scenario "speed"; there are')
    expect(bench('--engines', 'ours,resque').lines[0]).toContain('There is no engine "resque"')
  },
)

test('medians, percentiles and figures for people', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3)
  expect(
    percentile(
      Array.from({ length: 100 }, (_, index) => index + 1),
      0.99,
    ),
  ).toBe(99)
  expect([readable(12_345.6), readable(12.34), readable(1.234)]).toEqual(['12,346', '12.3', '1.23'])
})
