/** Acting on many jobs: burying them, and deleting from a queue. */

export const many = {
  kill: 'Kill',
  killed: 'moved to Dead',
  jobsOfQueue: (queue: string) => `jobs of queue ${queue}`,
  deleteFromQueue: (queue: string) => `Delete all jobs of queue ${queue} that fit?`,
  deleteFound: 'Delete all that fit',
  queueEffect: 'They will not run. For 24 hours they can be put back, at the end of the queue.',
  putBackAtEnd: 'The deleted jobs can be put back at the end of their queue, in their old order.',
}
