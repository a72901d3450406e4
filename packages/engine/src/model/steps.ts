/**
 * What can happen in a model run, as plain data: `stories.ts` draws it, `world.ts` does it for real,
 * `reference.ts` says what should come of it. A new step is a line in each.
 */

/** The queues of every run, in the order in which processes ask them. */
export const QUEUES = ['critical', 'default'] as const

/** How many processes work at the same time. */
export const PROCESS_COUNT = 3

/** What administrators do to a job in a set or a queue. */
export type AdminAct = 'retry-now' | 'enqueue' | 'kill' | 'delete' | 'delete-waiting'

/** One thing that happens. Numbers choose among what is there (modulo); what cannot be is skipped. */
export type Step =
  | {
      readonly do: 'push'
      readonly queue: number
      /** true: fails into the retry set; 0: into the dead set; false: is gone. */
      readonly retry: boolean | 0
      /** Seconds until it is due; 0 = at once. */
      readonly in: number
    }
  | {
      readonly do: 'fetch'
      readonly by: number
      readonly limit: number
      /** Redis does it, the answer never comes. */
      readonly isReplyLost: boolean
    }
  | {
      readonly do: 'end'
      readonly run: number
      readonly isWell: boolean
      readonly isReplyLost: boolean
    }
  /** SIGSTOP, or a machine that hangs. */
  | { readonly do: 'sleep'; readonly by: number }
  /** It goes on where it was; with or without noticing how long it slept. */
  | { readonly do: 'wake'; readonly by: number; readonly notices: boolean }
  /** SIGKILL; another process takes its place. */
  | { readonly do: 'crash'; readonly by: number }
  /** The sign of life of a process runs out, whatever the process is doing. */
  | { readonly do: 'expire'; readonly whose: number }
  /** The process renews its sign of life and asks for its rights. */
  | { readonly do: 'renew'; readonly by: number }
  | { readonly do: 'reap'; readonly by: number }
  | { readonly do: 'sweep'; readonly by: number }
  /** Stops in good order and gives back what it runs; another process takes its place. */
  | { readonly do: 'stop'; readonly by: number }
  /** A waiting fetch of a process that was reaped lands late. */
  | { readonly do: 'land-late'; readonly tomb: number; readonly queue: number }
  | { readonly do: 'pass'; readonly seconds: number }
  | { readonly do: 'poll'; readonly by: number }
  | { readonly do: 'pause'; readonly queue: number }
  | { readonly do: 'resume'; readonly queue: number }
  /** Wherever it is: waiting, in a set, or in flight. */
  | { readonly do: 'cancel'; readonly job: number }
  | { readonly do: 'admin'; readonly act: AdminAct; readonly job: number }
  /** At the same time: the commands that each of them sends to Redis take turns in this order. */
  | { readonly do: 'together'; readonly steps: readonly Step[]; readonly turns: readonly number[] }
