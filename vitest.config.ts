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

const TOGETHER = [
  'packages/web/src/{pages,views,language}/**/*.test.{ts,tsx}',
  'apps/exporter/src/{mastodon,site/pages}/**/*.test.{ts,tsx}',
]

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  oxc: { jsx: { runtime: 'automatic', importSource: '@howdah/web', development: false } },
  test: {
    // Real Redis, Postgres and processes: a cold start on two cores can take seconds.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A condition is waited for as long as a loaded machine may need, and no longer than it takes.
    expect: { poll: { timeout: 15_000 } },
    // Real processes, signals and browsers on a shared machine that may stand still for seconds: one
    // more try on CI, where it is shown as a retry. On your own machine a failure is a failure.
    retry: (process.env['CI'] ?? '') === '' ? 0 : 1,
    pool: 'forks',
    // A good part of a test's time is waiting for Redis, Postgres and processes: on two cores, three
    // files at a time (the default would be one) keep both busy.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'alone', include: ALL, exclude: TOGETHER } },
      // Pages from a request to a response, without processes or state of a module: one after the
      // other in the same process, that has read the sources once, for two thirds of the work.
      { extends: true, test: { name: 'together', include: TOGETHER, isolate: false } },
    ],
  },
})
