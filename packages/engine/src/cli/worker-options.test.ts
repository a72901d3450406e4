/** Flags, files and environments as people have them; Mastodon's own file among them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { loadJobs } from './load-jobs.ts'
import { readWorkerOptions } from './worker-options.ts'
import type { WorkerOptions } from './worker-options.ts'

interface Sources {
  readonly words?: string
  readonly yml?: string
  readonly env?: NodeJS.ProcessEnv
}

function read({ words = '', yml, env = {} }: Sources): WorkerOptions {
  return readWorkerOptions({
    words: words.split(' ').filter((word) => word !== ''),
    yml: yml === undefined ? null : { path: 'config/sidekiq.yml', text: yml },
    environment: env,
  })
}

const mistakesIn = (sources: Sources): string => {
  try {
    read(sources)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

const MASTODON = `---
:concurrency: <%= ENV['SIDEKIQ_CONCURRENCY'] || 5 %>
:queues:
  - [default, 8]
  - [push, 6]
  - [ingress, 4]
  - [mailers, 2]
  - [pull]
  - [scheduler]

:scheduler:
  :listened_queues_only: true
  :schedule:
    scheduled_statuses_scheduler:
      every: '5m'
      class: Scheduler::ScheduledStatusesScheduler
      queue: scheduler
`

test('without anything there are defaults', () => {
  expect(read({})).toEqual({
    environment: 'development',
    requirePath: null,
    redis: { url: 'redis://127.0.0.1:6379/0' },
    launcher: { concurrency: 5, queues: ['default'], capsules: [], labels: [] },
    health: null,
    processes: null,
    maxMemoryMegabytes: null,
    isVerbose: false,
    logFormat: null,
    warnings: [],
  })
})

test('all flags, long and short', () => {
  const short = '-r jobs.ts -c 10 -q mail,3 -q default,1 -t 40 -e production -g app -v'
  const ours = '--processes 4 --max-memory=512 --health-port 127.0.0.1:7000 --log-format json'
  expect(read({ words: `${short} ${ours}` })).toMatchObject({
    environment: 'production',
    requirePath: 'jobs.ts',
    launcher: { concurrency: 10, queues: ['mail,3', 'default,1'], timeoutSeconds: 40, tag: 'app' },
    health: { port: 7000, host: '127.0.0.1' },
    processes: 4,
    maxMemoryMegabytes: 512,
    isVerbose: true,
    logFormat: 'json',
  })
  const long = '--require jobs --concurrency 3 --queue mail --timeout 9 --tag t --verbose'
  expect(read({ words: long }).launcher).toMatchObject({ concurrency: 3, queues: ['mail'] })
})

test("Mastodon's file is understood, its scheduler named as what has no effect", () => {
  const options = read({ yml: MASTODON, env: { SIDEKIQ_CONCURRENCY: '25' } })
  const queues = ['default,8', 'push,6', 'ingress,4', 'mailers,2', 'pull', 'scheduler']
  expect(options.launcher).toMatchObject({ concurrency: 25, queues })
  expect(options.warnings).toEqual([expect.stringContaining('":scheduler" has no effect: export')])
  expect(read({ yml: MASTODON }).launcher.concurrency).toBe(5)
})

test('flags win over the file, the file over the environment', () => {
  const env = { RAILS_MAX_THREADS: '7', SIDEKIQ_QUEUES: 'env,2 other,1' }
  const yml = ':concurrency: 6\n:queues: [file]\n'
  expect(read({ env }).launcher).toMatchObject({ concurrency: 7, queues: ['env,2', 'other,1'] })
  expect(read({ env, yml }).launcher).toMatchObject({ concurrency: 6, queues: ['file'] })
  const { launcher } = read({ env, yml, words: '-c 8 -q flag' })
  expect(launcher).toMatchObject({ concurrency: 8, queues: ['flag'] })
  expect(read({ env: { SIDEKIQ_QUEUES: 'export,default' } }).launcher.queues).toEqual([
    'export',
    'default',
  ])
  expect(read({ env: { SIDEKIQ_COUNT: '3', SIDEKIQ_MAXMEM_MB: '300' } })).toMatchObject({
    processes: 3,
    maxMemoryMegabytes: 300,
  })
})

describe('the file', () => {
  test('a section named after the environment is put over the rest', () => {
    const yml = [
      'concurrency: 5',
      'staging: &big',
      '  :concurrency: 10',
      'production:',
      '  <<: *big',
      '  :timeout: 8',
      '  :verbose: yes',
    ].join('\n')
    expect(read({ yml }).launcher.concurrency).toBe(5)
    const production = read({ yml, env: { RAILS_ENV: 'production' } })
    expect(production.launcher).toMatchObject({ concurrency: 10, timeoutSeconds: 8 })
    expect(production).toMatchObject({ isVerbose: true, warnings: [] })
    const flag = read({ yml, words: '-e staging', env: { RAILS_ENV: 'production' } })
    expect(flag.launcher).toMatchObject({ concurrency: 10 })
    expect(flag.launcher.timeoutSeconds).toBeUndefined()
  })

  test.each([
    ['names and symbols', '- mail\n  - :default', ['mail', 'default']],
    ['pairs', '- [mail, 3]\n  - ["default", 1]', ['mail,3', 'default,1']],
    ['maps', '- mail: 3\n  - default: 1', ['mail,3', 'default,1']],
    ['specs', '- "mail,3"\n  - default', ['mail,3', 'default']],
  ])('queues as %s', (_, queues, expected) => {
    expect(read({ yml: `:queues:\n  ${queues}\n` }).launcher.queues).toEqual(expected)
  })

  test('capsules, limits of the dead set, health and the rest', () => {
    const yml = [
      ':capsules:',
      '  :unsafe:',
      '    :concurrency: 1',
      '    :queues: [thumbs]',
      ':labels: [reliable, big]',
      ':tag: app',
      ':require: ./jobs.ts',
      ':max_retries: 3',
      ':dead_max_jobs: 100',
      ':dead_timeout_in_seconds: 60',
      ':average_scheduled_poll_interval: 2',
      ':health_check: true',
    ].join('\n')
    expect(read({ yml })).toMatchObject({
      requirePath: './jobs.ts',
      health: { port: 7433 },
      launcher: {
        capsules: [{ name: 'unsafe', concurrency: 1, queues: ['thumbs'] }],
        labels: ['reliable', 'big'],
        tag: 'app',
        maxRetries: 3,
        deadMaxJobs: 100,
        deadTimeoutSeconds: 60,
        pollIntervalAverageSeconds: 2,
      },
    })
  })

  test.each([
    [`<%= ENV['N'] || 5 %>`, 5, 9],
    [`<%= ENV["N"] || 5 %>`, 5, 9],
    [`<%= ENV.fetch('N', 5) %>`, 5, 9],
    [`<%= ENV.fetch("N") { 5 } %>`, 5, 9],
    [`<%= ENV.fetch('N', 5).to_i %>`, 5, 9],
    [`<%= (ENV['N'] || '5').to_i %>`, 5, 9],
    [`<%= ENV.fetch("N") { "5" }.to_i -%>`, 5, 9],
    [`<%= 4 %><%# a remark %>`, 4, 4],
  ])('Ruby is understood: %s', (erb, without, withN) => {
    expect(read({ yml: `:concurrency: ${erb}\n` }).launcher.concurrency).toBe(without)
    const env = { N: '9' }
    expect(read({ yml: `:concurrency: ${erb}\n`, env }).launcher.concurrency).toBe(withN)
  })

  test.each([
    `<%= \`whoami\` %>`,
    `<%= Etc.nprocessors * 2 %>`,
    `<% if true %>`,
    `<%= ENV['N'].size %>`,
    `<%= "#{1}" %>`,
    `<%= ENV.fetch('N') %>`,
  ])('other Ruby is refused with its line, never run: %s', (erb) => {
    const mistake = mistakesIn({ yml: `:tag: a\n:concurrency: ${erb}\n` })
    expect(mistake).toContain(`config/sidekiq.yml: line 2: ${erb}`)
  })
})

test('all mistakes are told at once', () => {
  const text = mistakesIn({
    words: '-c none -t 0 --what --processes 0.5 --log-format xml stray -q',
    yml: ':dead_max_jobs: many\n:queues: [[a, b, c]]\n',
    env: { REDIS_PROVIDER: 'MY_REDIS', RAILS_MAX_THREADS: '5' },
  })
  expect(text.split('\n')).toEqual([
    'The worker cannot start:',
    '- --what is no option of howdah-worker; see -h.',
    '- "stray" is no option; the jobs are named with -r.',
    '- -q needs a value.',
    '- --log-format is "xml"; write one of pretty, plain, json, pino.',
    '- config/sidekiq.yml: ":queues" has ["a","b","c"]; write a name, "name,weight" or [name, weight].',
    '- config/sidekiq.yml: ":dead_max_jobs" is "many"; write a whole number from 1.',
    '- REDIS_PROVIDER names MY_REDIS, which is not set.',
    '- -t is "0"; write a whole number above 0.',
    '- -c is "none"; write a whole number above 0.',
    '- --processes is "0.5"; write a whole number above 0.',
  ])
})

test('DEBUG_INVOCATION, which systemd sets, is as good as -v', () => {
  expect(read({ env: { DEBUG_INVOCATION: '1' } }).isVerbose).toBe(true)
  expect(read({ env: { DEBUG_INVOCATION: '0' } }).isVerbose).toBe(false)
})

describe('Redis', () => {
  test('is where REDIS_URL or the variable that REDIS_PROVIDER names says', () => {
    const env = { REDIS_URL: 'redis://a', OTHER: 'rediss://b', REDIS_NAMESPACE: 'mastodon' }
    expect(read({ env }).redis).toEqual({ url: 'redis://a', namespace: 'mastodon' })
    expect(read({ env: { ...env, REDIS_PROVIDER: 'OTHER' } }).redis.url).toBe('rediss://b')
  })

  test('an address is not repeated in a mistake: it may hold a password', () => {
    const text = mistakesIn({ env: { REDIS_URL: 'http://:secret@host' } })
    expect(text).toContain('REDIS_URL is no address')
    expect(text).not.toContain('secret')
  })
})

describe('the modules of the jobs', () => {
  test('what several of them export is joined; what ends is told backwards', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'howdah-modules-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const said: string[] = []
    vi.stubGlobal('say', (word: string) => said.push(word))
    onTestFinished(() => void vi.unstubAllGlobals())
    for (const name of ['a', 'b']) {
      const job = `{ class: '${name}', args: {}, perform() {} }`
      const on = `{ startup: () => say('${name} up'), exit: () => say('${name} out') }`
      const text = `export const job = ${job}\nexport const on = ${on}\nexport const middleware = [() => {}]\n`
      writeFileSync(join(folder, `${name}.mjs`), text)
    }
    const { jobs, on, middleware } = await loadJobs(folder)
    expect(jobs.map((job) => job.class)).toEqual(['a', 'b'])
    expect(middleware).toHaveLength(2)
    await on?.startup?.()
    await on?.exit?.()
    expect(said).toEqual(['a up', 'b up', 'b out', 'a out'])
    writeFileSync(join(folder, 'c.mjs'), 'export const on = { exit: 1 }')
    await expect(loadJobs(folder)).rejects.toThrow('no function for "exit"')
  })
})
