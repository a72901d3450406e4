/**
 * Puts the parts of a server process together: who knows whom. Nothing runs yet; the launcher
 * starts and stops what is made here.
 */
import { Client } from '../client/client.ts'
import type { ServerSettings } from '../config/settings.ts'
import { toError } from '../errors.ts'
import type { RedisClient } from '../redis/contract.ts'
import { connectRedis } from '../redis/ioredis-client.ts'
import { Counters } from './counters.ts'
import { Fetcher } from './fetcher.ts'
import { Heartbeat } from './heartbeat.ts'
import type { RemoteSignal } from './heartbeat.ts'
import type { HeldIncarnation } from './incarnation.ts'
import { Liveness } from './liveness.ts'
import { Manager } from './manager.ts'
import { Ownership } from './ownership.ts'
import { Processor } from './processor.ts'
import { ProgressWriter } from './progress-writer.ts'
import { Reaper } from './reaper.ts'
import { Reporter } from './reporter.ts'
import { ScheduledPoller } from './scheduled-poller.ts'
import { Settler } from './settler.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** The parts of a process. */
export interface Parts {
  readonly redis: RedisClient
  readonly client: Client
  readonly reporter: Reporter
  readonly liveness: Liveness
  readonly ownership: Ownership
  readonly settler: Settler
  readonly progress: ProgressWriter
  readonly poller: ScheduledPoller
  readonly reaper: Reaper
  readonly heartbeat: Heartbeat
  readonly managers: readonly Manager[]
}

/** What the parts ask of the launcher. */
export interface LauncherHooks {
  readonly isQuiet: () => boolean
  readonly onSignal: (signal: RemoteSignal) => void
}

/** Makes all parts. */
export function assemble(settings: ServerSettings, identity: string, hooks: LauncherHooks): Parts {
  const { clock, random, logger, deadSet } = settings
  const redis = connectRedis(settings.redis, { patience: 'wait' })
  const reporter = new Reporter(logger, settings.errorHandlers)
  const { liveness, ownership } = assembleOwnership(settings, identity, { redis, reporter })
  const settler = new Settler({
    redis,
    deadSet,
    clock,
    reporter,
    onSuspicion: () => {
      ownership.verify().catch(reporting(reporter, 'Ownership could not be checked.'))
    },
  })
  const poller = new ScheduledPoller({
    redis,
    clock,
    random,
    averageSeconds: settings.pollIntervalAverageSeconds,
    onError: reporting(reporter, 'Due jobs could not be moved to their queues.'),
  })
  const client = new Client({
    redis,
    clock,
    middleware: settings.clientMiddleware,
    onScheduled: (at) => poller.expect(at),
  })
  const progress = new ProgressWriter(redis, reporting(reporter, 'Progress was not written.'))
  const counters = new Counters(redis, clock)
  const parts = { redis, client, reporter, liveness, ownership, settler, progress, poller }
  const managers = assembleManagers(settings, { ...parts, counters })
  const reaper = new Reaper({ redis, identity, clock, logger })
  const running = () => runningOf(managers)
  const heartbeat = new Heartbeat({ redis, settings, identity, counters, running, ...hooks })
  return { ...parts, managers, reaper, heartbeat }
}

/** Every unit that runs now. */
export function runningOf(managers: readonly Manager[]): UnitOfWork[] {
  return managers.flatMap((manager) => [...manager.running])
}

/** Reports whatever was thrown. */
export function reporting(reporter: Reporter, doing: string): (error: unknown) => void {
  return (error) => reporter.report(toError(error), { doing })
}

function assembleOwnership(
  settings: ServerSettings,
  identity: string,
  { redis, reporter }: Pick<Parts, 'redis' | 'reporter'>,
): Pick<Parts, 'liveness' | 'ownership'> {
  const { queues, livenessTtlMs: ttlMs, clock, logger } = settings
  const liveness = new Liveness({
    redis: settings.redis,
    identity,
    ttlMs,
    onExpired: () => {
      ownership.verify().catch(reporting(reporter, 'This process cannot say that it lives.'))
    },
    onError: reporting(reporter, 'The liveness thread failed and is started again.'),
  })
  const onLost = forfeitAll
  const ownership = new Ownership({
    redis,
    identity,
    queues,
    ttlMs,
    clock,
    logger,
    liveness,
    onLost,
  })
  return { liveness, ownership }
}

/** What a reaped incarnation had is run by others now: handlers hear of it, outcomes count nothing. */
function forfeitAll(incarnation: HeldIncarnation): void {
  for (const unit of incarnation.units) {
    unit.isForfeited = true
    unit.run?.abort('lost-ownership')
  }
  incarnation.units.clear()
}

function assembleManagers(
  settings: ServerSettings,
  parts: Omit<Parts, 'managers' | 'heartbeat' | 'reaper'> & { readonly counters: Counters },
): Manager[] {
  const { capsules, clock, random, logger, maxRetries } = settings
  const { redis, ownership, settler, reporter, progress, poller, counters } = parts
  const processor = new Processor({
    settings,
    settler,
    counters,
    reporter,
    services: {
      logger,
      progress,
      maxRetries,
    },
    onRetry: (at) => poller.expect(at),
    gates: [],
    recorder: null,
  })
  const idle = { redis, ownership, nowMs: () => clock.nowMs() }
  return capsules.map((capsule) => {
    const fetcher = new Fetcher({ redis, ownership, plan: capsule.plan, clock, random })
    return new Manager({ capsule, fetcher, processor, settler, reporter, logger, idle })
  })
}
