/** The door for processes that run jobs. */
export { Launcher } from './server/launcher.ts'
export type {
  CapsuleOptions,
  DeathHandler,
  ErrorContext,
  ErrorHandler,
  LauncherOptions,
  LifecycleHandlers,
} from './config/settings.ts'
export type { MiddlewareUnit, ServerMiddleware } from './middleware/chain.ts'
