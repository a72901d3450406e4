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
export type { JobSetOptions } from './api/job-set.ts'
export type {
  SetPage,
  SetPageOptions,
  SetSearchOptions,
  SetSearchResult,
} from './api/set-reading.ts'
export { DeadSet, RetrySet, ScheduledSet } from './api/job-sets.ts'
export { parseEntryKey, readJobRecord, readSetEntry } from './api/job-record.ts'
export type { JobRecord, SetEntry } from './api/job-record.ts'
export { ProcessSet } from './api/process-set.ts'
export type { CapsuleRecord, LastSeen, ProcessRecord } from './api/process-set.ts'
export { WorkSet, readProgress } from './api/work-set.ts'
export type { IterationRecord, WorkOrder, WorkPage, WorkRecord } from './api/work-set.ts'
export { ProfileSet } from './api/profile-set.ts'
export type { ProfileRecord } from './api/profile-set.ts'
export { cancelJob, readOutcome } from './client/cancel-job.ts'
export type { CancelOptions, CancelResult } from './client/cancel-job.ts'
export type { JobOutcome } from './job/outcome.ts'
export type { JobProgress } from './job/context.ts'
export { locateJobs } from './api/locate-jobs.ts'
export type { JobLocation, LocateOptions, LocatePlace } from './api/locate-jobs.ts'
export { readFailures, searchJobs } from './api/job-search.ts'
export type {
  FailureMark,
  FailureScan,
  JobSearch,
  JobSearchResult,
  SearchPlace,
} from './api/job-search.ts'
export { schedulerHealth } from './api/scheduler-health.ts'
export type { SchedulerHealth } from './api/scheduler-health.ts'
export { Metrics } from './api/metrics.ts'
export { MetricsMemory } from './api/metrics-memory.ts'
export type { Remembering } from './api/metrics-memory.ts'
export { Kept } from './support/kept.ts'
export type { Keeping, KeptOptions, KeptValue } from './support/kept.ts'
export type { Pause } from './support/pause.ts'
export type {
  ClassReport,
  MetricsFrame,
  MetricsReport,
  RunTimeHistogram,
  TopOptions,
} from './api/metrics.ts'
export type { ClassMetrics, MetricsStep, RunTotals } from './api/class-counts.ts'
export type { ClassTimes } from './api/class-times.ts'
export type { ErrorCount, SlowRun } from './api/class-details.ts'
export type { MetricsPeriod } from './api/metrics-period.ts'
export type { DeployMark } from './metrics/deploy-marks.ts'
export { Operations } from './api/operations.ts'
export type {
  OperationAction,
  OperationPlace,
  OperationRecord,
  OperationRequest,
  OperationSet,
  OperationState,
} from './api/operation-record.ts'
export type { OperationWork, RestoredJob } from './api/operation-slice.ts'
export { Periodic } from './periodic/periodic.ts'
export type { PeriodicRecord, RunNowOptions } from './periodic/periodic.ts'
export type { PeriodicRun, RunCause } from './periodic/registration.ts'
export { Limits } from './limits/limits.ts'
export type { LimitRecord, ParkedPage, SlotHolder, WaitReason } from './limits/limits.ts'
export type { LimitOverride, LimitRule } from './redis/limit-library.ts'
export type { ParkedJob } from './redis/parked.ts'
