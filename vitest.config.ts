import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/lib/longest-first.mjs'

const ALL = [
  'packages/*/src/**/*.test.{ts,tsx}',
  'apps/*/src/**/*.test.{ts,tsx}',
  'packages/engine/chaos/**/*.test.ts',
  'scripts/**/*.test.ts',
  'examples/*.test.js',
  'bench/{engine,export,web}/**/*.test.ts',
]

/** Browsers, many processes, or what belongs to a whole process: a test file has one of its own. */
const ALONE = [
  'packages/engine/{chaos,src/cli,src/model}/**/*.test.ts',
  'packages/engine/src/server/processes.test.ts',
  'packages/web/src/{charts,every-page,for-everyone,hostile,keyboard,live,proofs}.test.ts',
  'apps/exporter/src/{commands,demo,doctor,e2e,setup}/**/*.test.ts',
  'apps/exporter/src/jobs/{add-viewer,failures,outlive-lost-connection,restarts,resume,s3,without-media,worker}.test.ts',
  'apps/exporter/src/site/{forgery,hostile}.test.ts',
  'apps/exporter/src/site/schedule/list-in-a-browser.test.ts',
  'apps/exporter/src/site/words/fit.test.ts',
  'scripts/**/*.test.ts',
  'examples/*.test.js',
  'bench/{engine,export,web}/**/*.test.ts',
]

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  oxc: { jsx: { runtime: 'automatic', importSource: '@howdah/web', development: false } },
  test: {
    // Only what hangs is ended: real Redis, Postgres, processes and browsers take four times as long on a slow machine.
    testTimeout: 90_000,
    hookTimeout: 180_000,
    // A condition is waited for as long as a loaded machine may need, and no longer than it takes.
    expect: { poll: { timeout: 30_000 } },
    // Real processes, signals and browsers on a shared machine that may stand still for seconds: one
    // more try on CI, where it is shown as a retry. On your own machine a failure is a failure.
    retry: (process.env['CI'] ?? '') === '' ? 0 : 1,
    pool: 'forks',
    // A good part of a test's time is waiting for Redis, Postgres and processes: on two cores, three
    // files at a time (the default would be one) keep both busy.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'alone', include: ALONE } },
      // All others, one after the other in the same processes, which read the sources once: that alone
      // would be half of the work of most files.
      { extends: true, test: { name: 'together', include: ALL, exclude: ALONE, isolate: false } },
    ],
  },
})
