/** `howdah settings`: what can be turned while Howdah runs. */
import { Command } from 'commander'
import {
  boundsOf,
  isPolicyName,
  POLICY_NAMES,
  readPolicyValue,
  type PolicyName,
} from '../ledger/server-policy.ts'
import type { Services } from '../services.ts'
import { envOption } from './environment.ts'
import { formatTable } from './table.ts'
import { UsageError } from './usage-error.ts'
import { commandActor, print, printJson, withServices } from './with-services.ts'

interface SettingsOptions {
  readonly env?: string
  readonly json?: boolean
}

export function settingsCommand(): Command {
  return new Command('settings')
    .description(`show or change ${POLICY_NAMES.join(', ')} while running`)
    .argument('[name]')
    .argument('[value]', 'a number, or "reset" for what the environment says')
    .option('--json', 'as JSON')
    .addOption(envOption())
    .action((name: string | undefined, value: string | undefined, options: SettingsOptions) =>
      withServices(options.env, async (services) => {
        if (name !== undefined) await change(services, name, value)
        await show(services, options.json === true)
      }),
    )
}

async function change({ policy }: Services, name: string, value = ''): Promise<void> {
  if (!isPolicyName(name)) {
    throw new UsageError(`There is no setting "${name}"; there are ${POLICY_NAMES.join(', ')}.`)
  }
  await policy.set(name, value === 'reset' ? null : wanted(name, value), commandActor())
}

function wanted(name: PolicyName, text: string): number {
  const value = readPolicyValue(name, text)
  if (value !== null) return value
  const { min, max } = boundsOf(name)
  throw new UsageError(`${name} must be a whole number from ${min} to ${max}, or "reset".`)
}

async function show({ policy }: Services, isJson: boolean): Promise<void> {
  const values = await policy.values()
  if (isJson) return printJson(values)
  const rows = values.map(({ name, value, isSet }) => [
    name,
    value === null ? 'no limit' : String(value),
    isSet ? 'set here' : 'as configured',
  ])
  print(formatTable(['setting', 'value', 'from'], rows).join('\n'))
}
