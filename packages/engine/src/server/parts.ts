/** What a server process consists of, once it is put together. */
import type { Client } from '../client/client.ts'
import type { LimitSweeper } from '../limits/limit-sweeper.ts'
import type { MetricsRecorder } from '../metrics/recorder.ts'
import type { Ticker } from '../periodic/ticker.ts'
import type { RedisClient } from '../redis/contract.ts'
import type { Cancellations } from './cancellations.ts'
import type { ControlLine } from './control-line.ts'
import type { Heartbeat, RemoteSignal } from './heartbeat.ts'
import type { Leader } from './leader.ts'
import type { Liveness } from './liveness.ts'
import type { Manager } from './manager.ts'
import type { Ownership } from './ownership.ts'
import type { Processor } from './processor.ts'
import type { ProgressWriter } from './progress-writer.ts'
import type { Reaper } from './reaper.ts'
import type { Reporter } from './reporter.ts'
import type { ScheduledPoller } from './scheduled-poller.ts'
import type { Settler } from './settler.ts'
import type { Suspects } from './suspects.ts'

/** The parts of a process. */
export interface Parts {
  readonly redis: RedisClient
  readonly client: Client
  readonly reporter: Reporter
  readonly liveness: Liveness
  readonly ownership: Ownership
  readonly settler: Settler
  readonly progress: ProgressWriter
  readonly metrics: MetricsRecorder
  readonly poller: ScheduledPoller
  readonly reaper: Reaper
  readonly limitSweeper: LimitSweeper
  readonly heartbeat: Heartbeat
  /** One a capsule, in their order: a capsule may have middleware of its own. */
  readonly processors: readonly Processor[]
  readonly managers: readonly Manager[]
  readonly cancellations: Cancellations
  readonly suspects: Suspects
  readonly controlLine: ControlLine
  readonly ticker: Ticker
  /** Null where nothing is periodic: then nobody has to be elected. */
  readonly leader: Leader | null
}

/** What the parts ask of the launcher. */
export interface LauncherHooks {
  readonly isQuiet: () => boolean
  readonly onSignal: (signal: RemoteSignal) => void
}
