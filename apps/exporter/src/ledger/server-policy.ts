/**
 * What administrators turn while Howdah runs: how many exports run at once, how long archives and
 * history are kept. One place for the page and the command line, and every change in the audit.
 */
import type { RedisClient } from '@howdah/engine'
import { Limits } from '@howdah/engine/api'
import type { Kysely } from 'kysely'
import { writeAudit } from './audit.ts'
import { EXPORT_LIMIT_NAME } from './export-queue.ts'
import { readSettings, SETTINGS, writeSetting, type SettingName } from './settings.ts'
import type { LedgerDatabase } from './tables.ts'

export type PolicyName = 'limit' | SettingName

export const POLICY_NAMES: readonly PolicyName[] = ['limit', 'retention-days', 'history-days']

const MOST_AT_ONCE = 1_000

export interface PolicyValue {
  readonly name: PolicyName
  /** In effect; null: no limit. */
  readonly value: number | null
  /** What the environment says. */
  readonly configured: number | null
  /** Whether somebody has set it here. */
  readonly isSet: boolean
  readonly min: number
  readonly max: number
}

export interface PolicyOptions {
  readonly db: Kysely<LedgerDatabase>
  readonly redis: RedisClient
  /** From the environment. */
  readonly configured: Readonly<Record<PolicyName, number | null>>
}

export class ServerPolicy {
  readonly #options: PolicyOptions

  constructor(options: PolicyOptions) {
    this.#options = options
  }

  async values(): Promise<readonly PolicyValue[]> {
    const { db, redis, configured } = this.#options
    const [limit, settings] = await Promise.all([
      Limits.get(redis, EXPORT_LIMIT_NAME),
      readSettings(db),
    ])
    return POLICY_NAMES.map((name) => {
      const set = name === 'limit' ? limit.override?.total : settings.get(name)?.value
      return {
        name,
        value: set === undefined ? configured[name] : set,
        configured: configured[name],
        isSet: set !== undefined,
        ...boundsOf(name),
      }
    })
  }

  /** @param value null lets the environment decide again; must lie within {@link boundsOf} */
  async set(name: PolicyName, value: number | null, by: string): Promise<void> {
    const { db, redis } = this.#options
    const before = (await this.values()).find((one) => one.name === name)?.value
    if (name !== 'limit') await writeSetting(db, name, { value, by })
    else if (value === null) await Limits.reset(redis, EXPORT_LIMIT_NAME)
    else await Limits.set(redis, EXPORT_LIMIT_NAME, { total: value })
    await writeAudit(db, {
      actor: by,
      action: value === null ? 'reset a setting' : 'changed a setting',
      target: name,
      detail: `${before ?? 'no limit'} → ${value ?? 'as configured'}`,
    })
  }
}

export function boundsOf(name: PolicyName): { readonly min: number; readonly max: number } {
  return name === 'limit' ? { min: 0, max: MOST_AT_ONCE } : SETTINGS[name]
}

export function isPolicyName(name: string): name is PolicyName {
  return POLICY_NAMES.some((known) => known === name)
}

/** The value as a whole number within the bounds; null for anything else. */
export function readPolicyValue(name: PolicyName, text: string): number | null {
  const { min, max } = boundsOf(name)
  if (!/^\d{1,6}$/.test(text.trim())) return null
  const value = Number(text)
  return value >= min && value <= max ? value : null
}
