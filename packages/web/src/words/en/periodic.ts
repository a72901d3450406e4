/** Jobs that the clock pushes. */

export const periodic = {
  note: 'Jobs that are pushed by the clock, of every program on this Redis.',
  none: 'No program defines a periodic job.',
  noneMore:
    'They appear when a process that defines one starts. Those of Sidekiq Enterprise lie elsewhere and are not shown.',
  name: 'Name',
  schedule: 'Schedule',
  next: 'Next',
  last: 'Last tick',
  state: 'State',
  class: 'Class',
  queue: 'Queue',
  args: 'Arguments',
  missed: 'Missed ticks',
  missedWords: { skip: 'are skipped', once: 'are made good once', all: 'are all made good' },
  seen: 'Last seen in a process',
  active: 'Active',
  paused: 'Paused',
  resting: 'Rests: no process defines it',
  never: 'never',
  runs: 'Runs',
  runsNote:
    'The last 25. What became of a run is on the page of its job, as long as Redis knows it.',
  runsNone: 'It has not run yet.',
  forTick: 'For',
  pushed: 'Pushed',
  cause: 'By',
  causes: { clock: 'the clock', hand: 'hand' },
  job: 'Job',
  pause: 'Pause',
  resume: 'Resume',
  runNow: 'Run now',
  pausedNow: (name: string) =>
    `${name} is paused: its ticks pass without a job until it is resumed.`,
  pausedAlready: (name: string) => `${name} was paused already.`,
  resumed: (name: string) =>
    `${name} goes on with its next tick. What passed meanwhile is not made good.`,
  resumedAlready: (name: string) => `${name} was not paused.`,
  ran: (name: string) => `The job of ${name} is in its queue.`,
  notRun: (name: string) =>
    `Nothing was pushed: a job of ${name} waits or runs already, and only one may.`,
  gone: (name: string) => `No program defines ${name} any more, so nothing was pushed.`,
  unknown: (name: string) => `No periodic job has the name “${name}”.`,
  more: 'Only the first hundred are shown.',
}
