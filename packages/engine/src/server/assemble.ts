/**
 * Puts the parts of a server process together: who knows whom. Nothing runs yet; the launcher
 * starts and stops what is made here.
 */
import { Client } from '../client/client.ts'
import type { ServerSettings } from '../config/settings.ts'
import { PoisonousJobError } from '../errors.ts'
import { parsePayload } from '../job/payload.ts'
import { LimitRules } from '../limits/limit-rules.ts'
import { LimitSweeper } from '../limits/limit-sweeper.ts'
import { MetricsRecorder } from '../metrics/recorder.ts'
import { Ticker } from '../periodic/ticker.ts'
import { connectRedis } from '../redis/ioredis-client.ts'
import { assembleManagers, assembleProcessors } from './assemble-work.ts'
import { Cancellations } from './cancellations.ts'
import { ControlLine } from './control-line.ts'
import { Counters } from './counters.ts'
import { Heartbeat } from './heartbeat.ts'
import type { HeldIncarnation } from './incarnation.ts'
import { Leader } from './leader.ts'
import { Liveness } from './liveness.ts'
import type { Manager } from './manager.ts'
import { Ownership } from './ownership.ts'
import type { LauncherHooks, Parts } from './parts.ts'
import { ProgressWriter } from './progress-writer.ts'
import { Reaper } from './reaper.ts'
import { Reporter, reporting } from './reporter.ts'
import { ScheduledPoller } from './scheduled-poller.ts'
import { Settler } from './settler.ts'
import { Suspects } from './suspects.ts'
import type { UnitOfWork } from './unit-of-work.ts'

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
    strictArguments: settings.strictArguments,
    onScheduled: (at) => poller.expect(at),
  })
  const progress = new ProgressWriter(redis, reporting(reporter, 'Progress was not written.'))
  const counters = new Counters(redis, clock)
  const metrics = new MetricsRecorder(redis, clock)
  const parts = { redis, client, reporter, liveness, ownership, settler, progress, metrics, poller }
  const rules = new LimitRules(settings.jobs.values(), settings.queueLimits)
  const limitSweeper = new LimitSweeper({ redis, rules, logger })
  const running = () => runningOf(managers)
  const cancellations = new Cancellations({
    redis,
    settler,
    clock,
    running,
    onError: reporting(reporter, 'The end of a cancelled job could not be written down.'),
  })
  const { suspects, reaper } = assembleReaper(settings, identity, parts)
  const inner = { ...parts, ...hooks, counters, rules, cancellations, suspects }
  const processors = assembleProcessors(settings, inner)
  const managers = assembleManagers(settings, { ...parts, processors })
  const heartbeat = new Heartbeat({ redis, settings, identity, counters, running, ...hooks })
  const leading = assembleLeader(settings, identity, parts)
  const controlLine = assembleControlLine({
    ...parts,
    managers,
    cancellations,
    suspects,
    ...leading,
  })
  const control = { cancellations, controlLine, suspects }
  return { ...parts, processors, managers, reaper, limitSweeper, heartbeat, ...leading, ...control }
}

/** Every unit that runs now. */
export function runningOf(managers: readonly Manager[]): UnitOfWork[] {
  return managers.flatMap((manager) => [...manager.running])
}

function assembleReaper(
  { clock, logger, deathHandlers }: ServerSettings,
  identity: string,
  { redis, reporter }: Pick<Parts, 'redis' | 'reporter'>,
): Pick<Parts, 'suspects' | 'reaper'> {
  const onError = reporting(reporter, 'It is not known which jobs are suspicious.')
  const suspects = new Suspects({ redis, onError })
  const onSecondRecovery = () => suspects.warn()
  const onBuried = async (payload: string, deaths: number) => {
    const error = new PoisonousJobError(deaths)
    for (const handler of deathHandlers)
      await reporter.guard('a death handler', () => handler(parsePayload(payload), error))
  }
  const watching = { onSecondRecovery, onBuried }
  return { suspects, reaper: new Reaper({ redis, identity, clock, logger, ...watching }) }
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
  redis.onReady(() => ownership.noteReconnection())
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

function assembleLeader(
  settings: ServerSettings,
  identity: string,
  { redis, client, reporter }: Pick<Parts, 'redis' | 'client' | 'reporter'>,
): Pick<Parts, 'ticker' | 'leader'> {
  const { clock, logger, periodic, on } = settings
  const ticker = new Ticker({
    redis,
    client,
    clock,
    logger,
    periodic,
    onError: reporting(reporter, 'A periodic job could not be made; its tick is lost.'),
  })
  if (periodic.length === 0) return { ticker, leader: null }
  const leader = new Leader({
    redis,
    identity,
    ticker,
    clock,
    logger,
    ttlMs: settings.leaderTtlMs,
    onElected: () => reporter.guard('the leader handler', () => on.leader?.()),
    onError: reporting(reporter, 'Periodic jobs could not be pushed; trying again.'),
  })
  return { ticker, leader }
}

/** Who obeys what is said to all processes. */
function assembleControlLine({
  redis,
  reporter,
  managers,
  cancellations,
  poller,
  leader,
  suspects,
}: Pick<
  Parts,
  'redis' | 'reporter' | 'managers' | 'cancellations' | 'poller' | 'leader' | 'suspects'
>): ControlLine {
  const lookAtPauses = () => managers.forEach((manager) => manager.pausesMayHaveChanged())
  const onError = reporting(reporter, 'Cancelled jobs could not be looked up.')
  return new ControlLine(redis, {
    words: {
      pause: lookAtPauses,
      unpause: lookAtPauses,
      cancel: (jid) => cancellations.cancel(jid),
      due: (at) => poller.expectText(at),
      periodic: () => leader?.standNow(),
      wary: () => void suspects.lookUp(),
    },
    onGap: () => {
      lookAtPauses()
      void suspects.lookUp()
      cancellations.lookUp(0).catch(onError)
    },
  })
}
