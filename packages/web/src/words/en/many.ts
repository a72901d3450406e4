/** Acting on many jobs: burying them, and deleting from a queue. */

import { forms } from '../../language/catalogue.tsx'

export const many = {
  kill: 'Kill',
  killSelected: 'Kill selected',
  killAll: (count: string) => `Kill all ${count}`,
  killAllQuestion: (count: number) =>
    forms(count, { one: 'Kill # job?', other: 'Kill all # jobs?' }),
  killFound: 'Kill all that fit',
  killEffect:
    'They move to Dead, which keeps 10,000 at most, and run only when they are retried there.',
  killed: 'moved to Dead',
  jobsOfQueue: (queue: string) => `jobs of queue ${queue}`,
  deleteFromQueue: (queue: string) => `Delete all jobs of queue ${queue} that fit?`,
  deleteFound: 'Delete all that fit',
  queueEffect: 'They will not run. For 24 hours they can be put back, at the end of the queue.',
  putBackAtEnd: 'The deleted jobs can be put back at the end of their queue, in their old order.',
}
