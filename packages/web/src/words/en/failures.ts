/** What is breaking: errors by class, in the last hour, day and week. */

export const failures = {
  /** `retries` and `dead` are "all 7 retries" or "20,000 of 1,204,000 retries, …". */
  looked: (retries: string, dead: string) => `Looked at ${retries} and ${dead}.`,
  all: (what: string) => `all ${what}`,
  part: (seen: string, what: string) => `${seen} of ${what}, the latest times first`,
  nothing: 'Nothing has failed that still waits for a retry or is dead.',
  caption: 'Failures by error',
  note: 'Counted by each job’s last failure. Jobs that succeeded later are not here; Metrics has the numbers of all failed runs.',
  where: 'Where',
  spans: { '1h': 'Last hour', '24h': 'Last day', '7d': 'Last week' },
  inAll: 'In all',
  last: 'Last',
  noClass: 'Without a class',
}
