/** Whose export a job is for, read from its arguments. */
import type { JobRecord } from '@howdah/engine/api'
import { JOB_CLASSES } from './export-queue.ts'
import { EXPORT_TYPES } from './types.ts'

const BUILDERS: ReadonlySet<string> = new Set(Object.values(JOB_CLASSES))

/** What the arguments of a job say. */
export type JobOwner =
  | {
      readonly kind: 'export'
      readonly userId: string
      readonly type: string
      readonly exportId: string | null
      /** False for jobs about an export that exists: what deletes it is no second one. */
      readonly isBuilder: boolean
    }
  | { readonly kind: 'backup-row'; readonly backupId: string }

/** Reads the owner from a job's arguments; null for jobs that are no exports. */
export function readJobOwner(job: Pick<JobRecord, 'class' | 'args'>): JobOwner | null {
  const [first] = job.args
  if (typeof first === 'object' && first !== null && 'user_id' in first && 'type' in first) {
    const userId = idText(first.user_id)
    const type = EXPORT_TYPES.find((one) => one === first.type) ?? null
    if (userId === null || type === null) return null
    return {
      kind: 'export',
      userId,
      type,
      exportId: 'export_id' in first ? idText(first.export_id) : null,
      isBuilder: BUILDERS.has(job.class),
    }
  }
  const backupId = job.class === JOB_CLASSES.backup ? idText(first) : null
  return backupId === null ? null : { kind: 'backup-row', backupId }
}

function idText(value: unknown): string | null {
  const isInteger = typeof value === 'bigint' || Number.isSafeInteger(value)
  const text = isInteger || typeof value === 'string' ? String(value) : ''
  return /^\d{1,18}$/.test(text) ? text : null
}
