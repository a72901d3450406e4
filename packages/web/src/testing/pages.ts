/** Every page of the console on the sample data. */

import { SAMPLE_JIDS } from './sample.ts'

/** Names and addresses below the base path. */
export const SAMPLE_PAGES: readonly (readonly [name: string, path: string])[] = [
  ['dashboard', ''],
  ['queues', '/queues'],
  ['queue', '/queues/export'],
  ['queue-missing', '/queues/exprot'],
  ['clear', '/queues/export/clear'],
  ['scheduled', '/scheduled'],
  ['retries', '/retries'],
  ['dead', '/dead'],
  ['busy', '/busy'],
  ['failures', '/failures'],
  ['operations', '/operations'],
  ['operation', '/operations/sample'],
  ['operation-new', '/operations/new?in=retry&do=delete&q=class%3AA'],
  ['search', '/search?in=retry&q=error%3AOpenSSL'],
  ['search-help', '/search'],
  ['limits', '/limits'],
  ['limit', '/limits/BackupWorker'],
  ['limit-reset', '/limits/BackupWorker/reset'],
  ['periodic', '/periodic'],
  ['periodic-job', '/periodic/nightly%20clean-up'],
  ['profiles', '/profiles'],
  ['settings', '/settings'],
  ['metrics', '/metrics'],
  ['metrics-class', '/metrics/BackupWorker'],
  ['job-queued', `/jobs/${SAMPLE_JIDS.queued}`],
  ['job-retried', `/jobs/${SAMPLE_JIDS.retried}`],
  ['job-running', `/jobs/${SAMPLE_JIDS.running}`],
  ['job-unknown', '/jobs/0123456789abcdef01234567'],
]
