/** `howdah exports`: the export schedule in the terminal, and what administrators do to exports. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { adminExportJson } from '../ledger/export-json.ts'
import type { ActionResult, ExportService } from '../ledger/requests.ts'
import { EXPORT_STATES, type ExportRecord, type ExportState } from '../ledger/types.ts'
import { isWaiting, type WaitingFacts } from '../ledger/waiting.ts'
import { rangeWords, whyWords } from '../ledger/waiting-words.ts'
import type { Services } from '../services.ts'
import { envOption } from './environment.ts'
import { kindWords } from './export-kind.ts'
import { exportLines } from './export-lines.ts'
import { formatTable } from './table.ts'
import { UsageError } from './usage-error.ts'
import { commandActor, print, printJson, withServices } from './with-services.ts'

const LONGEST_LIST = 500

interface ListOptions {
  readonly env?: string
  readonly state: string
  readonly search?: string
  readonly limit: number
  readonly json?: boolean
}

export function exportsCommand(): Command {
  const command = new Command('exports').description('look at the export schedule, and act on it')
  command.addCommand(listCommand(), { isDefault: true })
  command.addCommand(showCommand())
  command.addCommand(
    actCommand('run-now', 'start a scheduled or retrying export at once', 'runNow'),
  )
  command.addCommand(actCommand('retry', 'try a failed or stuck export again', 'retryNow'))
  command.addCommand(actCommand('cancel', 'stop an export, whether it waits or runs', 'cancel'))
  return command
}

function listCommand(): Command {
  return new Command('list')
    .description('list exports: what waits with its place, why, and when it is ready')
    .addOption(
      new Option('--state <state>', 'only these')
        .choices(['waiting', 'all', ...EXPORT_STATES])
        .default('waiting'),
    )
    .option('--search <text>', 'part of a name or address, or an id')
    .option('--limit <count>', `at most so many, up to ${LONGEST_LIST}`, listLimit, 50)
    .option('--json', 'as JSON')
    .addOption(envOption())
    .action((options: ListOptions) =>
      withServices(options.env, (services) => list(services, options)),
    )
}

function listLimit(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= LONGEST_LIST) return limit
  throw new InvalidArgumentError(`Write a whole number from 1 to ${LONGEST_LIST}.`)
}

function statesOf(name: string): readonly ExportState[] {
  if (name === 'all') return EXPORT_STATES
  if (name === 'waiting') return EXPORT_STATES.filter(isWaiting)
  return EXPORT_STATES.filter((state) => state === name)
}

async function list(services: Services, options: ListOptions): Promise<void> {
  const { ledger, config, waiting } = services
  const page = await ledger.list({
    state: statesOf(options.state),
    sort: options.state === 'waiting' ? 'next' : 'newest',
    limit: options.limit,
    ...(options.search === undefined ? {} : { search: options.search }),
  })
  const now = new Date()
  const { facts } = await waiting.look(page.exports, now)
  const factsOf = (row: ExportRecord): WaitingFacts | null => facts.get(row.id) ?? null
  if (options.json === true) {
    const exports = page.exports.map((row) => adminExportJson(row, config.publicUrl, factsOf(row)))
    return printJson({ total: page.total, counts: page.counts, exports })
  }
  if (page.exports.length === 0) return print(nothingWords(options))
  const rows = page.exports.map((row) => lineOf(row, factsOf(row), now))
  print(formatTable(['id', 'member', 'type', 'state', 'place', 'why', 'ready'], rows).join('\n'))
  if (page.total > page.exports.length) print(`and ${page.total - page.exports.length} more`)
}

/** What is listed when nothing else is said is not all that there is. */
function nothingWords({ state, search }: ListOptions): string {
  const that = search === undefined ? '' : ` that fits ${search}`
  if (state === 'all') return `there is no export${that}`
  const what = state === 'waiting' ? 'waits' : `is ${state}`
  return `no export${that} ${what}; --state all lists all`
}

function lineOf(row: ExportRecord, facts: WaitingFacts | null, now: Date): string[] {
  const ready = facts?.finishes ?? null
  return [
    row.id,
    `@${row.username}`,
    kindWords(row),
    row.state,
    facts?.ahead === undefined || facts.ahead === null ? '' : String(facts.ahead + 1),
    facts === null ? whyEnded(row) : whyWords(facts),
    ready === null ? '' : `${rangeWords(ready, now)} (estimate)`,
  ]
}

/** As its page says it. */
function whyEnded({ state, error }: ExportRecord): string {
  return state === 'stuck' && error === null ? 'no job found: requeue or cancel it' : (error ?? '')
}

function showCommand(): Command {
  return new Command('show')
    .description('everything about one export')
    .argument('<id>')
    .option('--json', 'as JSON')
    .addOption(envOption())
    .action((id: string, options: { readonly env?: string; readonly json?: boolean }) =>
      withServices(options.env, async (services) => {
        const row = await existing(services, id)
        const now = new Date()
        const { publicUrl } = services.config
        const found = await services.waiting.look([row], now)
        const facts = found.facts.get(id) ?? null
        if (options.json === true) return printJson(adminExportJson(row, publicUrl, facts))
        const lines = exportLines(row, { facts, publicUrl, now })
        print(formatTable(['what', 'is'], lines).join('\n'))
      }),
    )
}

async function existing({ ledger }: Services, id: string): Promise<ExportRecord> {
  const row = await ledger.get(id)
  if (row === null) throw new UsageError(`There is no export ${id}.`)
  return row
}

function actCommand(
  name: string,
  description: string,
  action: 'runNow' | 'retryNow' | 'cancel',
): Command {
  return new Command(name)
    .description(description)
    .argument('<id>')
    .addOption(envOption())
    .action((id: string, options: { readonly env?: string }) =>
      withServices(options.env, async (services) => {
        const row = await existing(services, id)
        const result = await perform(services.exports, action, row.id)
        if (result.kind === 'unchanged') throw new UsageError(result.reason)
        print(`export ${id} of @${result.export.username}: ${result.export.state}`)
      }),
    )
}

function perform(
  exports: ExportService,
  action: 'runNow' | 'retryNow' | 'cancel',
  id: string,
): Promise<ActionResult> {
  return exports[action](id, commandActor())
}
