/**
 * Puts together what units of work pass through: the managers that fetch them, the gates before a run
 * and the processors that run them.
 */
import type { ServerSettings } from '../config/settings.ts'
import type { LimitRules } from '../limits/limit-rules.ts'
import type { Counters } from './counters.ts'
import { Deadlines } from './deadlines.ts'
import { ExpiryGate } from './expiry-gate.ts'
import { Fetcher } from './fetcher.ts'
import type { IterationServices } from './iteration.ts'
import { JobLog } from './job-log.ts'
import { LimitGate } from './limit-gate.ts'
import { Manager } from './manager.ts'
import type { LauncherHooks, Parts } from './parts.ts'
import { PauseWatch } from './pause-watch.ts'
import { Processor } from './processor.ts'
import type { ProcessorOptions } from './processor.ts'
import { Profiler } from './profiler.ts'
import { reporting } from './reporter.ts'
import { UniqueGate } from './unique-gate.ts'

/** The parts that units of work pass through, in the middle of the others' making. */
type Inner = Pick<
  Parts,
  'redis' | 'client' | 'reporter' | 'ownership' | 'settler' | 'progress' | 'metrics' | 'poller'
>

export function assembleProcessors(
  settings: ServerSettings,
  parts: Inner &
    LauncherHooks &
    Pick<Parts, 'cancellations' | 'suspects'> & {
      readonly counters: Counters
      readonly rules: LimitRules
    },
): Processor[] {
  const { logger, maxRetries, clock, jobLogging, capsules } = settings
  const { redis, settler, reporter, progress, metrics, poller, counters, ownership, rules } = parts
  const onSuspicion = () => {
    ownership.verify().catch(reporting(reporter, 'Ownership could not be checked.'))
  }
  const onError = reporting(reporter, 'An expired job could not be counted.')
  const shared: Omit<ProcessorOptions, 'middleware'> = {
    settings,
    settler,
    counters,
    reporter,
    services: {
      logger,
      progress,
      maxRetries,
      iterations: iterationServices(settings, parts),
      acquit: (jid) =>
        void redis
          .call('UNLINK', redis.keys.recoveries(jid))
          .catch(
            reporting(reporter, 'How often a job has ended its process could not be forgotten.'),
          ),
    },
    onRetry: (at) => poller.expect(at),
    onCancelled: (unit, run) => parts.cancellations.end(unit, run),
    gates: [
      new ExpiryGate({ redis, settler, clock, onError }),
      parts.cancellations,
      new LimitGate({ settler, rules, onSuspicion }),
      new UniqueGate(settler),
      // The last: whoever has passed it runs, and its end is the end of its trial.
      parts.suspects,
    ],
    recorder: metrics,
    deadlines: new Deadlines(),
    profiler: new Profiler({
      redis,
      clock,
      onError: reporting(reporter, 'A run could not be profiled.'),
    }),
    jobLog: jobLogging === null ? null : new JobLog(logger, jobLogging),
  }
  return capsules.map(({ middleware }) => new Processor({ ...shared, middleware }))
}

function iterationServices(
  settings: ServerSettings,
  { redis, reporter, isQuiet }: Pick<Inner & LauncherHooks, 'redis' | 'reporter' | 'isQuiet'>,
): IterationServices {
  return {
    redis,
    isStopping: isQuiet,
    stopTimeoutMs: settings.timeoutMs,
    maxRuntimeSeconds: settings.maxIterationRuntimeSeconds,
    onError: reporting(reporter, 'The place of an iterating job could not be saved.'),
  }
}

export function assembleManagers(
  settings: ServerSettings,
  parts: Inner & Pick<Parts, 'processors'>,
): Manager[] {
  const { capsules, clock, random, logger } = settings
  const { redis, ownership, settler, reporter, processors } = parts
  const idle = { redis, ownership, nowMs: () => clock.nowMs() }
  const pauses = new PauseWatch(redis)
  return processors.flatMap((processor, place) => {
    const capsule = capsules[place]
    if (capsule === undefined) return []
    const fetcher = new Fetcher({ redis, ownership, plan: capsule.plan, clock, random })
    return new Manager({ capsule, fetcher, processor, settler, reporter, logger, pauses, idle })
  })
}
