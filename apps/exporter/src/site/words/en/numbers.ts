/** Exports in numbers. */

export const numbers = {
  title: 'Exports in numbers',
  note: 'Exports that ended in the last 30 days. Days are UTC.',
  none: 'No export ended in this time.',
  outcomes: 'Exports by outcome',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
  day: 'Day',
  sizes: 'Archives by size',
  upTo: 'Up to',
  larger: 'larger',
  archives: 'Archives',
  times: 'Time from request to archive',
  overall: (p50: string, p95: string) => `Half were ready within ${p50}, 95 % within ${p95}.`,
  p50: 'p50',
  p95: 'p95',
  asTable: 'The same as a table',
}
