/**
 * The door for everyone who looks and acts: dashboards, consoles, scripts of administrators.
 *
 * Nothing here reads a whole queue or set without a limit, and every action is one script in Redis
 * that compares the exact stored text. Running jobs is `@howdah/engine/server`.
 */
export { Stats } from './api/stats.ts'
export type { DayStats, QueueSize, StatsRecord } from './api/stats.ts'
export { Queue } from './api/queue.ts'
export type { QueuePage, QueuePageOptions } from './api/queue.ts'
export type { QueueSummary } from './api/queue-summaries.ts'
export { JobSet } from './api/job-set.ts'
export type { SetPage, SetPageOptions, SetSearchOptions, SetSearchResult } from './api/job-set.ts'
export { DeadSet, RetrySet, ScheduledSet } from './api/job-sets.ts'
export { parseEntryKey, readJobRecord, readSetEntry } from './api/job-record.ts'
export type { JobRecord, SetEntry } from './api/job-record.ts'
export { ProcessSet } from './api/process-set.ts'
export type { CapsuleRecord, ProcessRecord } from './api/process-set.ts'
export { WorkSet } from './api/work-set.ts'
export type { WorkRecord } from './api/work-set.ts'
export type { JobProgress } from './job/context.ts'
export { locateJobs } from './api/locate-jobs.ts'
export type { JobLocation, LocateOptions } from './api/locate-jobs.ts'
export { schedulerHealth } from './api/scheduler-health.ts'
export type { SchedulerHealth } from './api/scheduler-health.ts'
