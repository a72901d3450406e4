/** What really happened in a step, for the reference to judge. */
import type { CancelResult } from '../client/cancel-job.ts'
import type { HeldRun, ModelProcess } from './process.ts'
import type { AdminAct } from './steps.ts'
import type { Lying } from './snapshot.ts'

/** What really happened. */
export type Deed =
  | {
      readonly did: 'push'
      readonly jid: string
      readonly queue: string
      readonly retry: boolean | 0
      /** Null = at once. */
      readonly dueSeconds: number | null
    }
  | {
      readonly did: 'fetch'
      readonly process: ModelProcess
      readonly limit: number
      readonly isReplyLost: boolean
      readonly runs: readonly HeldRun[]
    }
  | {
      readonly did: 'end'
      readonly run: HeldRun
      readonly isWell: boolean
      readonly isReplyLost: boolean
      /** The process knew before that the job was no longer its own. */
      readonly wasForfeited: boolean
      /** Its handler had been told that it was cancelled. */
      readonly wasCancelled: boolean
    }
  | {
      readonly did: 'reap'
      readonly process: ModelProcess
      /** How many units it says it has recovered. */
      readonly count: number
    }
  | { readonly did: 'poll'; readonly count: number }
  | {
      readonly did: 'start' | 'wake' | 'crash' | 'expire' | 'renew' | 'sweep'
      readonly process: ModelProcess
    }
  | {
      readonly did: 'stop'
      readonly process: ModelProcess
      readonly runs: readonly HeldRun[]
    }
  | { readonly did: 'land-late'; readonly identity: string; readonly jid: string }
  | {
      readonly did: 'cancel'
      readonly jid: string
      readonly result: CancelResult
      /** The processes that heard of it. */
      readonly told: readonly ModelProcess[]
    }
  | { readonly did: 'pause' | 'resume'; readonly queue: string }
  | {
      readonly did: 'admin'
      readonly act: AdminAct
      readonly job: Lying
      readonly isDone: boolean
    }
  | { readonly did: 'together'; readonly deeds: readonly Deed[] }
