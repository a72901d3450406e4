/** Limits of jobs that run at the same time. */

import { forms } from '../../language/catalogue.tsx'

export const limits = {
  note: 'How many jobs of a class or of a queue run at the same time, over all processes.',
  none: 'There is no limit.',
  noneMore:
    'A limit appears when a process that defines one has run, or when somebody sets one by its name.',
  more: (count: number) =>
    forms(count, { one: '# more limit is not shown.', other: '# more limits are not shown.' }),
  limit: 'Limit',
  running: 'Running',
  perKey: 'Per key',
  waiting: 'Waiting',
  decides: 'Who decides',
  code: 'The code',
  byHand: 'Set here',
  nobody: 'No process any more',
  of: (held: string, total: string) => `${held} of ${total}`,
  any: 'any number',
  stopped: 'Stopped',
  full: 'Full',
  sets: 'What it limits',
  saysCode: 'The code says',
  rule: (total: string, perKey: string) => `${total} at once, ${perKey} with the same key`,
  queue: 'Queue',
  metrics: 'Metrics',
  holders: 'Who holds a slot',
  holdersNone: 'Nobody holds a slot.',
  holdersSome: (count: number) =>
    forms(count, { one: '# more holds one.', other: '# more hold one.' }),
  waits: 'What waits for a slot',
  waitsNone: 'Nothing waits for a slot.',
  jobs: 'jobs',
  job: 'Job',
  key: 'Key',
  process: 'Process',
  woken: (when: string) => `woken ${when}, about to begin`,
  since: 'Waits since',
  change: 'Change it',
  changeNote:
    'It takes effect at once, in all processes. What runs goes on; what now fits begins. Empty: as the code says; 0: nothing new begins.',
  total: 'At once',
  totalPerKey: 'With the same key at once',
  save: 'Set',
  wrong: 'A limit is a whole number from 0, or empty.',
  saved: (name: string, woken: number) =>
    `The limit ${name} is set. ${forms(woken, { one: '# waiting job was let go.', other: '# waiting jobs were let go.' })}`,
  reset: 'Let the code decide…',
  resetQuestion: (name: string) => `Let the code decide about ${name} again?`,
  resetNote: (rule: string) =>
    `What was set here is forgotten. The code says: ${rule}. Running jobs go on.`,
  resetNobody:
    'What was set here is forgotten. No process defines this limit any more, so its jobs go free.',
  resetButton: 'Let the code decide',
  keep: 'Keep what is set',
  resetDone: (name: string, woken: number) =>
    `The code decides about ${name} again. ${forms(woken, { one: '# waiting job was let go.', other: '# waiting jobs were let go.' })}`,
  resetNothing: (name: string) => `Nothing was set for ${name}; the code decides already.`,
  unknown: (name: string) => `No limit has the name “${name}”.`,
}
