/** What the host is told that somebody is about to do. */

export const identity = {
  clearQueue: (queue: string) => `Clear queue ${queue}`,
  deleteAll: {
    schedule: 'Delete all scheduled jobs',
    retry: 'Delete all retries',
    dead: 'Delete all dead jobs',
  },
  deleteFound: (query: string) => `Delete all jobs that fit “${query}”`,
  stop: (process: string) => `Stop process ${process}`,
  stopAll: 'Stop all processes',
}
