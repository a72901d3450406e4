/** `howdah status`: queues, exports and processes as text, for a terminal or a monitor. */
import { ProcessSet, schedulerHealth, Stats, type ProcessRecord } from '@howdah/engine/api'
import { Command } from 'commander'
import { adminExportJson } from '../ledger/export-json.ts'
import { EXPORT_STATES, type ExportPage, type ExportRecord } from '../ledger/types.ts'
import type { Outlook, WaitingFacts } from '../ledger/waiting.ts'
import { whyWords } from '../ledger/waiting-words.ts'
import { describeServer, readServer } from '../mastodon/releases/server.ts'
import { openServices, type Services } from '../services.ts'
import { envOption, loadConfig } from './environment.ts'
import { kindWords } from './export-kind.ts'
import { createProcessLogger } from './logger.ts'
import { formatTable } from './table.ts'

/** Exports that are not over are listed up to this many. */
const LISTED = 20

export function statusCommand(): Command {
  return new Command('status')
    .description('show queues, exports and processes')
    .option('--json', 'as JSON')
    .addOption(envOption())
    .action(async (options: { readonly env?: string; readonly json?: boolean }) => {
      const services = await openServices(
        loadConfig(options.env),
        createProcessLogger('status', 'warn'),
      )
      try {
        const write = options.json === true ? statusJson : statusText
        process.stdout.write(await write(services, new Date()))
      } finally {
        await services.close()
      }
    })
}

/** One look at everything. */
async function readStatus(services: Services, now: Date) {
  const [server, stats, processes, clock, open] = await Promise.all([
    readServer(services.db),
    Stats.fetch(services.redis),
    ProcessSet.fetch(services.redis),
    schedulerHealth(services.redis),
    services.ledger.list({
      state: ['running', 'pending', 'scheduled', 'retrying', 'stuck', 'failed'],
      limit: LISTED,
    }),
  ])
  const { facts } = await services.waiting.look(open.exports, now)
  return { server, stats, processes, clock, open, facts }
}

/** The whole report. */
async function statusText(services: Services, now: Date): Promise<string> {
  const { server, stats, processes, clock, open, facts } = await readStatus(services, now)
  const parts = [
    section('Server', [`${services.instance.localDomain}, ${describeServer(server)}`]),
    section('Queues', queueLines(stats.queues)),
    section('Sets', [
      `scheduled ${stats.scheduled}, retries ${stats.retries}, dead ${stats.dead}`,
      ...overdueLines(clock),
    ]),
    section('Processes', processLines(processes, now)),
    section('Exports', exportLines(open, facts, now)),
  ]
  return `${parts.join('\n\n')}\n`
}

/** The same for programs. */
async function statusJson(services: Services, now: Date): Promise<string> {
  const { server, stats, processes, clock, open, facts } = await readStatus(services, now)
  const { publicUrl } = services.config
  const status = {
    at: now.toISOString(),
    server: { domain: services.instance.localDomain, software: describeServer(server) },
    queues: stats.queues.map((queue) => ({
      name: queue.name,
      size: queue.size,
      latency_seconds: queue.latencySeconds,
    })),
    sets: { scheduled: stats.scheduled, retries: stats.retries, dead: stats.dead },
    clock: { overdue: clock.overdue, processes_that_poll: clock.pollers },
    processes: processes.map((one) => ({
      identity: one.identity,
      queues: one.queues,
      busy: one.busy,
      concurrency: one.concurrency,
      is_quiet: one.isQuiet,
    })),
    counts: open.counts,
    exports: open.exports.map((row) => adminExportJson(row, publicUrl, facts.get(row.id) ?? null)),
  }
  return `${JSON.stringify(status, null, 2)}\n`
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n')
}

function queueLines(
  queues: readonly {
    readonly name: string
    readonly size: number
    readonly latencySeconds: number
  }[],
): readonly string[] {
  if (queues.length === 0) return ['none yet']
  return formatTable(
    ['name', 'waiting', 'oldest'],
    queues.map((queue) => [queue.name, String(queue.size), duration(queue.latencySeconds)]),
  )
}

function overdueLines(clock: {
  readonly overdue: number
  readonly pollers: number
}): readonly string[] {
  if (clock.overdue === 0) return []
  const why = clock.pollers === 0 ? ': no process is polling; start "howdah work"' : ''
  return [`${clock.overdue} overdue${why}`]
}

function processLines(processes: readonly ProcessRecord[], now: Date): readonly string[] {
  if (processes.length === 0) return ['none: nothing performs jobs; start "howdah work"']
  return formatTable(
    ['process', 'queues', 'busy', 'since'],
    processes.map((one) => [
      one.identity,
      one.queues.join(','),
      `${one.busy}/${one.concurrency}${one.isQuiet ? ' quiet' : ''}`,
      one.startedAt === null ? '' : since(one.startedAt, now),
    ]),
  )
}

function exportLines(
  { counts, exports }: Pick<ExportPage, 'counts' | 'exports'>,
  facts: Outlook['facts'],
  now: Date,
): readonly string[] {
  const summary = EXPORT_STATES.filter((state) => (counts[state] ?? 0) > 0)
    .map((state) => `${state} ${counts[state]}`)
    .join(', ')
  if (exports.length === 0) return [summary === '' ? 'none yet' : summary]
  return [
    summary,
    ...formatTable(
      ['id', 'member', 'type', 'state', 'requested', 'tries', 'progress, or why it waits'],
      exports.map((record) => [
        record.id,
        `@${record.username}`,
        kindWords(record),
        record.state,
        since(record.requestedAt, now),
        `${record.attempts}/${record.maxAttempts}`,
        progressText(record, facts.get(record.id) ?? null),
      ]),
    ),
  ]
}

function progressText(record: ExportRecord, facts: WaitingFacts | null): string {
  if (facts !== null) return whyWords(facts)
  if (record.state !== 'running') return record.error ?? ''
  if (record.progress === null) return ''
  const { stage, done, total } = record.progress
  return total === null ? stage : `${stage} ${done}/${total}`
}

function since(from: Date, now: Date): string {
  return `${duration((now.getTime() - from.getTime()) / 1_000)} ago`
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.round(seconds / 3_600)} h`
  return `${Math.round(seconds / 86_400)} d`
}
