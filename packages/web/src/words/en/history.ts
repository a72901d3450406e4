/** The chart of the dashboard. */

export const history = {
  title: 'Work over time',
  period: 'Period',
  periods: { '1h': '1 hour', '24h': '24 hours', '7d': '7 days', '30d': '30 days' },
  from: 'From',
  chart: (total: string, highest: string) =>
    `${total} jobs processed, at most ${highest} in one bar`,
  table: 'Jobs processed and failed (UTC), newest first',
  note: 'Of Sidekiq 7 and later and of Howdah: classes that their metrics know.',
}
