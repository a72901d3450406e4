/** `howdah request`: an export for one member, or for all when a server closes. */
import { Command, InvalidArgumentError } from 'commander'
import { formatBytes } from '../format-bytes.ts'
import type { BulkForecast } from '../ledger/bulk.ts'
import type { RequestResult } from '../ledger/requests.ts'
import type { ExportKind, ExportRecord } from '../ledger/types.ts'
import { archivePrefix } from '../ledger/archive-prefix.ts'
import type { Services } from '../services.ts'
import { envOption } from './environment.ts'
import { kindOf, type KindOptions, kindOptions } from './export-kind.ts'
import { memberNamed } from './member-named.ts'
import { UsageError } from './usage-error.ts'
import { commandActor, print, printJson, withServices } from './with-services.ts'

interface RequestOptions extends KindOptions {
  readonly env?: string
  readonly reason: string
  readonly now?: boolean
  readonly allActive?: boolean
  readonly activeWithin?: number
  readonly suspended?: boolean
  readonly spread?: number
  readonly dryRun?: boolean
  readonly json?: boolean
}

export function requestCommand(): Command {
  const command = new Command('request')
    .description('request an export for a member, or with --all-active for all')
    .argument('[username]', 'the member, with or without @')
  for (const option of kindOptions()) command.addOption(option)
  return command
    .requiredOption('--reason <text>', 'why; the member reads it')
    .option('--now', 'at once, also outside the off-peak window')
    .option('--all-active', 'for all confirmed members')
    .option('--active-within <days>', 'of them, who was here in the last so many days', wholeDays)
    .option('--suspended', 'suspended and disabled members too')
    .option('--spread <duration>', 'spread the starts over so long, such as 12h or 3d', seconds)
    .option('--dry-run', 'only say for how many it would be')
    .option('--json', 'as JSON')
    .addOption(envOption())
    .action(async (username: string | undefined, options: RequestOptions) => {
      if ((username === undefined) === (options.allActive !== true)) {
        throw new UsageError('Give one user name, or --all-active.')
      }
      if (options.reason.trim() === '')
        throw new UsageError('--reason is empty; the member reads it.')
      kindOf(options)
      await withServices(options.env, (services) =>
        username === undefined
          ? requestForAll(services, options)
          : requestForOne(services, username, options),
      )
    })
}

function wholeDays(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a whole number of days.')
}

const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 }

function seconds(text: string): number {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? []
  if (count !== undefined && Number(count) > 0) return Number(count) * (UNITS[unit] ?? 1)
  throw new InvalidArgumentError('Write 90m, 12h or 3d.')
}

async function requestForOne(
  services: Services,
  username: string,
  options: RequestOptions,
): Promise<void> {
  const member = await memberNamed(services, username)
  const result = await services.exports.requestFor(member, options.type, commandActor(), {
    reason: options.reason,
    isUrgent: options.now === true,
    withoutMedia: options.withoutMedia === true,
  })
  if (result.kind !== 'accepted') {
    throw new UsageError(refusal(result, { username: member.username, kind: kindOf(options) }))
  }
  const { id, state, runsAt } = result.export
  if (options.json === true) {
    return printJson({ id, state, runs_at: runsAt?.toISOString() ?? null })
  }
  const when = runsAt === null ? 'as soon as a worker is free' : `at ${runsAt.toISOString()}`
  print(`export ${id} of @${member.username} starts ${when}; the member is told`)
}

const ALWAYS_WITH_MEDIA =
  "Mastodon's own workers build archives here (EXPORT_MODE=watch), always with media."

function refusal(
  result: Exclude<RequestResult, { kind: 'accepted' }>,
  { username, kind }: { readonly username: string; readonly kind: ExportKind },
): string {
  switch (result.kind) {
    case 'active':
      return `@${username} has one under way: ${activeWords(result.export, kind)}.`
    case 'no-space':
      return (
        `It needs ${formatBytes(result.neededBytes)} and ${formatBytes(result.freeBytes)} are free. ` +
        'Make room first.'
      )
    case 'always-with-media':
      return ALWAYS_WITH_MEDIA
    case 'too-soon':
    default:
      return `@${username} cannot have one yet.`
  }
}

/** Says of one that is not what was asked for what it is. */
function activeWords({ id, state, includesMedia }: ExportRecord, wanted: ExportKind): string {
  const media = includesMedia ? 'with media' : 'without media'
  return `export ${id}, ${state}${includesMedia === wanted.includesMedia ? '' : `, ${media}`}`
}

async function requestForAll(
  { bulk, exports, storage }: Services,
  options: RequestOptions,
): Promise<void> {
  const kind = kindOf(options)
  if (!kind.includesMedia && !exports.offersWithoutMedia) throw new UsageError(ALWAYS_WITH_MEDIA)
  const filter = {
    activeWithinDays: options.activeWithin ?? null,
    includesSuspended: options.suspended === true,
  }
  if (options.dryRun === true) {
    const spreadSeconds = options.spread ?? null
    const forecast = await bulk.foresee({ ...kind, filter, spreadSeconds })
    const freeBytes = await storage.freeBytes(archivePrefix(kind.type))
    if (options.json !== true) return print(forecastWords(forecast, freeBytes))
    return printJson({ ...forecast, freeBytes: freeBytes === null ? null : Number(freeBytes) })
  }
  const result = await bulk.request({
    ...kind,
    by: commandActor(),
    reason: options.reason,
    filter,
    spreadSeconds: options.spread ?? null,
  })
  if (options.json === true) return printJson(result)
  print(
    `${result.requested} of ${result.matching} members: requested, about ` +
      `${formatBytes(result.estimatedBytes)} in all; ${result.passedOver} had one under way`,
  )
  if (result.lastAt !== null) print(`the last one starts about ${result.lastAt.toISOString()}`)
}

function forecastWords(
  { members, estimatedBytes, lastAt }: BulkForecast,
  freeBytes: bigint | null,
): string {
  const free = freeBytes === null ? '' : `, ${formatBytes(Number(freeBytes))} free`
  const last = lastAt === null ? '' : `; the last one would start about ${lastAt.toISOString()}`
  return `${members} members, about ${formatBytes(estimatedBytes)} in all${free}${last}; nothing done`
}
