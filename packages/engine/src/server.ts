/** The door for processes that run jobs. */
export { readWorkerOptions } from './cli/worker-options.ts'
export type { WorkerOptions, WorkerOptionsSources } from './cli/worker-options.ts'
export { superviseProcesses } from './cli/supervise.ts'
export { Supervisor } from './cli/supervisor.ts'
export type { SupervisorOptions } from './cli/supervisor.ts'
export type { ChildCommand } from './cli/worker-child.ts'
export type { YmlFile } from './cli/sidekiq-yml.ts'
export { HEALTH_PORT } from './server/health.ts'
export { Launcher } from './server/launcher.ts'
export { performInline } from './server/perform-inline.ts'
export type { PerformInlineOptions } from './server/perform-inline.ts'
export type {
  CapsuleOptions,
  DeathHandler,
  ErrorContext,
  ErrorHandler,
  HealthOptions,
  LauncherOptions,
  LifecycleHandlers,
} from './config/settings.ts'
export type { MiddlewareUnit, ServerMiddleware } from './middleware/chain.ts'
