/** All checks, in the order in which a person reads them: from the ground up. */
import type { Check } from './check.ts'
import { DATABASE_CHECKS } from './checks/database.ts'
import { EXPORT_CHECKS } from './checks/exports.ts'
import { FILE_CHECKS } from './checks/files.ts'
import { JOB_CHECKS } from './checks/jobs.ts'
import { MAIL_CHECKS } from './checks/mail.ts'
import { REDIS_CHECKS } from './checks/redis.ts'
import { SITE_CHECKS } from './checks/site.ts'
import { WEBHOOK_CHECKS } from './checks/webhook.ts'
import { WORKER_CHECKS } from './checks/workers.ts'

export const CHECKS: readonly Check[] = [
  ...DATABASE_CHECKS,
  ...REDIS_CHECKS,
  ...WORKER_CHECKS,
  ...JOB_CHECKS,
  ...EXPORT_CHECKS,
  ...FILE_CHECKS,
  ...MAIL_CHECKS,
  ...WEBHOOK_CHECKS,
  ...SITE_CHECKS,
]

export function findCheck(name: string): Check | null {
  return CHECKS.find((check) => check.name === name) ?? null
}
