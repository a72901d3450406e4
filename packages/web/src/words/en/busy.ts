/** The processes, what they work on, and what they can be told. */

import { forms } from '../../language/catalogue.tsx'

/** What there is, each as text. */
export interface BusyNote {
  /** "3 processes", "12", "15 threads". */
  readonly processes: string
  readonly running: string
  readonly threads: string
  /** "80 %"; null without a thread. */
  readonly share: string | null
  /** "1.9 GB"; null where no process tells. */
  readonly memory: string | null
}

export const busy = {
  note: ({ processes, running, threads, share, memory }: BusyNote) =>
    `${processes}, ${running} of ${threads} busy${share === null ? '' : ` (${share})`}${memory === null ? '' : `, ${memory} of memory`}.`,
  processes: 'Processes',
  columns: {
    process: 'Process',
    queues: 'Queues',
    started: 'Started',
    rss: 'RSS',
    threads: 'Threads',
    busy: 'Busy',
    beat: 'Beat',
    progress: 'Progress',
    runningFor: 'Running for',
  },
  leader: 'Leader',
  quiet: 'Quiet',
  embedded: 'Embedded',
  andMore: (count: number) => forms(count, { other: 'and # more' }),
  late: (span: string) => `${span} late`,
  orphan: 'Orphan: its process is gone',
  silent: 'Its process is silent',
  running: 'Running jobs',
  runningNoun: 'running jobs',
  processesNoun: 'processes',
  runningCaption: 'Running jobs, orphans and the longest first',
  nothingRuns: 'No job is running at the moment.',
  quietLink: 'Quiet…',
  stopLink: 'Stop…',
  quietAll: 'Quiet all…',
  stopAll: 'Stop all…',
  noSuchProcess: 'No such process is running.',
  allProcesses: 'all processes',
  askQuiet: {
    question: (name: string) => `Quiet ${name}?`,
    consequence: 'No new jobs are taken and the running ones finished. Only a restart ends it.',
    label: (name: string) => `Quiet ${name}`,
  },
  askStop: {
    question: (name: string) => `Stop ${name}?`,
    consequence:
      'No new jobs are taken; running ones get 25 seconds, then go back to their queues. Then it ends.',
    label: (name: string) => `Stop ${name}`,
  },
  gone: 'That process is not running any more.',
  toldQuiet: (name: string) =>
    `${name} was told to go quiet; it hears so with its next beat, within 10 s.`,
  toldStop: (name: string) =>
    `${name} was told to stop; it hears so with its next beat, within 10 s.`,
  allToldQuiet: (count: number) =>
    forms(count, {
      one: '# process was told to go quiet.',
      other: '# processes were told to go quiet.',
    }),
  allToldStop: (count: number) =>
    forms(count, { one: '# process was told to stop.', other: '# processes were told to stop.' }),
}
