/**
 * Every Redis key, once. Sidekiq's keys carry exactly Sidekiq's formats; what we add starts with
 * `howdah:`.
 *
 * When you add a key: say its type, who writes it, when it goes away, and add it to the README's
 * table of keys.
 */

/** The names of all keys, with the namespace in front. */
export interface Keys {
  /** The namespace with its colon, or nothing. */
  readonly prefix: string

  // ── Sidekiq's ──
  /** SET of queue names. */
  readonly queues: string
  /** SET of names of paused queues (Pro's; we obey it). */
  readonly paused: string
  /** ZSET by run time in epoch seconds. */
  readonly schedule: string
  /** ZSET by time of the next attempt in epoch seconds. */
  readonly retry: string
  /** ZSET by time of death in epoch seconds. */
  readonly dead: string
  /** SET of process identities. */
  readonly processes: string
  /** STRING, the lock of the one who prunes `processes`. */
  readonly processCleanup: string
  readonly statProcessed: string
  readonly statFailed: string
  /** STRING, the identity of the process that enqueues periodic jobs. */
  readonly leader: string
  /** LIST of payloads: the left end is the newest, the right end is next. */
  queue(name: string): string
  /** HASH of a process's info; 60 s. */
  process(identity: string): string
  /** HASH thread → what it runs; 60 s. Sidekiq ≥ 6.4.2. */
  work(identity: string): string
  /** The same for Sidekiq ≤ 6.4.1. */
  workers(identity: string): string
  /** LIST of signal names for that process. */
  signals(identity: string): string
  /** STRING counters of one day (UTC, `YYYY-MM-DD`). */
  statProcessedOn(day: string): string
  statFailedOn(day: string): string
  /** HASH of one iterable job: `ex` runs, `c` cursor, `rt` seconds, `cancelled` epoch seconds; 30 d. */
  iteration(jid: string): string
  /** HASH of job metrics of one minute or ten: `<Class>|p`, `|f`, `|ms`; see `metrics/`. */
  metricsOf(bucket: string): string
  /** STRING, a bit field of run times of one class in one minute. */
  histogramOf(jobClass: string, bucket: string): string
  /** The same as Sidekiq 7 names it; read only. */
  legacyHistogramOf(jobClass: string, bucket: string): string
  /** HASH minute → label of the deploys of one day (`YYYYMMDD`); 90 d. */
  marksOn(day: string): string
  /** ZSET of the names of profiles by the epoch seconds of their expiry, Ruby's and ours. */
  readonly profiles: string
  /** HASH of one profile, under its name `<token>-<jid>`; a day. */
  profile(name: string): string
  /** STRING that makes one deploy one mark; 60 s. */
  deployLock(label: string): string

  // ── ours ──
  /** HASH incarnation → JSON of what it may have in flight (see `redis/registry.ts`). */
  readonly registry: string
  /** STRING with a short life, renewed while the process lives. */
  alive(identity: string): string
  /** LIST of the units of work that one incarnation took from one queue. */
  inFlight(incarnation: string, queue: string): string
  /** STRING, JSON of a running job's progress; goes with its run, an hour after the last write at most. */
  progress(jid: string): string
  /** STRING counter of how often a job was taken from a dead process; 72 h. */
  recoveries(jid: string): string
  /** STRING, the incarnation that runs a suspicious job without others of its kind; 72 h. */
  trial(jid: string): string
  /** STRING, set when a job was taken from a dead process a second time; 15 minutes. */
  readonly wary: string
  /** HASH, the lock of one unique job; lives as long as the job asked for. */
  unique(digest: string): string
  /** HASH `<Class>|<cell>` → jobs that waited so long, of one minute (8 h) or ten (3 d). */
  waitsOf(bucket: string): string
  /** HASH `<Class>|<cell>` → runs that took so long, of ten minutes (3 d). */
  runTimesOf(bucket: string): string
  /** ZSET "<epoch ms> <done|failed> <jid>" by milliseconds: the slowest runs of an hour or a day. */
  slowestOf(jobClass: string, bucket: string): string
  /** ZSET of error classes by how often runs of an hour ended with them. */
  errorsOf(jobClass: string, bucket: string): string
  /** ZSET of ids of operations on whole sets by epoch ms; the last 200. */
  readonly operations: string
  /** HASH of one operation: who, why, how far; 30 d. */
  operation(id: string): string
  /** LIST of what an operation deleted, 24 h: a queue's jobs; of a set before each job its old score. */
  trash(id: string): string
  /** LIST, what stays of a long queue that an operation deletes from, to be put in its place; 10 minutes. */
  queueCopy(id: string): string
  /** LIST of what it will delete then. */
  queueCopyGoes(id: string): string
  /** HASH queue → JSON of who paused it and when; goes when the queue is resumed. */
  readonly pauseNotes: string
  /** HASH limit → `<total> <perKey>` that replaces what the code says, until it is reset. */
  readonly limits: string
  /** HASH limit → `<total> <perKey> <epoch seconds>`: what the code says, refreshed by processes. */
  readonly limitDefaults: string
  /** HASH jid → `<incarnation> <key>`: who holds a slot of one limit. */
  slots(limit: string): string
  /** HASH key → number of slots with that key. */
  slotCounts(limit: string): string
  /** HASH id → queue, key and payload of a job that waits for a slot; see `limits/`. */
  parked(limit: string): string
  /** ZSET of those ids by the time of parking in epoch microseconds. */
  parkedOrder(limit: string): string
  /** ZSET of the keys of parked jobs, by the time of each key's first. */
  parkedKeys(limit: string): string
  /** ZSET of ids like `parkedOrder`, for one key of one limit. */
  parkedLine(limitAndKey: string): string
  /** HASH jid → its old place in the line, for woken jobs that have not started; 24 h. */
  woken(limit: string): string
  /** HASH name → JSON of a periodic job, written by the processes that define it. */
  readonly periodic: string
  /** HASH name → "<epoch ms of the last tick> <zone> <cron>"; goes with its field above. */
  readonly periodicTicks: string
  /** ZSET of names by epoch ms when a process last vouched for them; a day later they go. */
  readonly periodicSeen: string
  /** SET of names that are paused. */
  readonly periodicPaused: string
  /** LIST of the last 25 runs of one periodic job: "<jid> <tick ms> <epoch ms> <clock|hand>". */
  periodicRuns(name: string): string
  /** STRING "<term> <identity>" of the process that ticks; 20 s, renewed. */
  readonly ticker: string
  /** STRING counter of elections: the fencing term of the leader. */
  readonly leaderTerm: string
  /** STRING, set when a job that can expire is given back: it has begun in time; 3 days. */
  begun(jid: string): string
  /** STRING counter of jobs that were dropped because they had not started in time. */
  readonly expired: string
  /** STRING "<epoch ms> <identity>": whose heartbeat came last; 30 d, for the time when none beats. */
  readonly lastSeen: string
  /** STRING, epoch ms when a run of one queue's jobs ended last; 30 d. */
  finished(queue: string): string
  /** STRING, JSON of how a job ended that was cancelled or ran out of time; 24 h. */
  outcome(jid: string): string
  /** Pub/sub channel; its name carries the database, because channels know none. */
  control(database: number): string
}

/** The keys for one namespace; "" means none. */
export function createKeys(namespace = ''): Keys {
  const prefix = namespace === '' ? '' : `${namespace}:`
  return { ...sidekiqKeys(prefix), ...ownKeys(prefix) }
}

function sidekiqKeys(prefix: string) {
  return {
    prefix,
    queues: `${prefix}queues`,
    paused: `${prefix}paused`,
    schedule: `${prefix}schedule`,
    retry: `${prefix}retry`,
    dead: `${prefix}dead`,
    processes: `${prefix}processes`,
    processCleanup: `${prefix}process_cleanup`,
    statProcessed: `${prefix}stat:processed`,
    statFailed: `${prefix}stat:failed`,
    leader: `${prefix}dear-leader`,
    profiles: `${prefix}profiles`,
    profile: (name) => `${prefix}${name}`,
    queue: (name) => `${prefix}queue:${name}`,
    process: (identity) => `${prefix}${identity}`,
    work: (identity) => `${prefix}${identity}:work`,
    workers: (identity) => `${prefix}${identity}:workers`,
    signals: (identity) => `${prefix}${identity}-signals`,
    statProcessedOn: (day) => `${prefix}stat:processed:${day}`,
    statFailedOn: (day) => `${prefix}stat:failed:${day}`,
    iteration: (jid) => `${prefix}it-${jid}`,
    metricsOf: (bucket) => `${prefix}j|${bucket}`,
    histogramOf: (jobClass, bucket) => `${prefix}h|${jobClass}-${bucket}`,
    legacyHistogramOf: (jobClass, bucket) => `${prefix}${jobClass}-${bucket}`,
    marksOn: (day) => `${prefix}${day}-marks`,
    deployLock: (label) => `${prefix}deploylock-${label}`,
  } satisfies Partial<Keys>
}

function ownKeys(prefix: string) {
  return {
    registry: `${prefix}howdah:processes`,
    alive: (identity) => `${prefix}howdah:alive:${identity}`,
    inFlight: (incarnation, queue) => `${prefix}howdah:inflight:${incarnation}:${queue}`,
    progress: (jid) => `${prefix}howdah:progress:${jid}`,
    recoveries: (jid) => `${prefix}howdah:recoveries:${jid}`,
    trial: (jid) => `${prefix}howdah:trial:${jid}`,
    wary: `${prefix}howdah:wary`,
    unique: (digest) => `${prefix}howdah:unique:${digest}`,
    operations: `${prefix}howdah:operations`,
    operation: (id) => `${prefix}howdah:operation:${id}`,
    trash: (id) => `${prefix}howdah:trash:${id}`,
    queueCopy: (id) => `${prefix}howdah:copy:${id}`,
    queueCopyGoes: (id) => `${prefix}howdah:copy-goes:${id}`,
    waitsOf: (bucket) => `${prefix}howdah:waits:${bucket}`,
    runTimesOf: (bucket) => `${prefix}howdah:run-times:${bucket}`,
    slowestOf: (jobClass, bucket) => `${prefix}howdah:slowest:${bucket}:${jobClass}`,
    errorsOf: (jobClass, bucket) => `${prefix}howdah:errors:${bucket}:${jobClass}`,
    pauseNotes: `${prefix}howdah:pauses`,
    limits: `${prefix}howdah:limits`,
    limitDefaults: `${prefix}howdah:limit-defaults`,
    slots: (limit) => `${prefix}howdah:slots:${limit}`,
    slotCounts: (limit) => `${prefix}howdah:slot-counts:${limit}`,
    parked: (limit) => `${prefix}howdah:parked:${limit}`,
    parkedOrder: (limit) => `${prefix}howdah:parked-order:${limit}`,
    parkedKeys: (limit) => `${prefix}howdah:parked-keys:${limit}`,
    parkedLine: (limitAndKey) => `${prefix}howdah:parked-line:${limitAndKey}`,
    woken: (limit) => `${prefix}howdah:woken:${limit}`,
    periodic: `${prefix}howdah:periodic`,
    periodicTicks: `${prefix}howdah:periodic-ticks`,
    periodicSeen: `${prefix}howdah:periodic-seen`,
    periodicPaused: `${prefix}howdah:periodic-paused`,
    periodicRuns: (name) => `${prefix}howdah:periodic-runs:${name}`,
    ticker: `${prefix}howdah:leader`,
    leaderTerm: `${prefix}howdah:leader-term`,
    begun: (jid) => `${prefix}howdah:begun:${jid}`,
    expired: `${prefix}howdah:expired`,
    lastSeen: `${prefix}howdah:last-seen`,
    finished: (queue) => `${prefix}howdah:finished:${queue}`,
    outcome: (jid) => `${prefix}howdah:outcome:${jid}`,
    control: (database) => `${prefix}howdah:control:${database}`,
  } satisfies Partial<Keys>
}
