/**
 * Door "@howdah/web": an admin console for Sidekiq-format queues.
 */

export { createConsole } from './console.ts'
export type { Console } from './console.ts'
export { createConsoles } from './several.ts'
export type { ConsoleDatabase } from './several.ts'
export type {
  ConsoleAction,
  ConsoleActionName,
  ConsoleLook,
  ConsoleOptions,
  ConsoleTab,
  FramedContent,
  HarmfulAct,
  JobMemory,
  JobNote,
  LookedAtJob,
  TabFrame,
  TabRight,
  Viewer,
} from './options.ts'
