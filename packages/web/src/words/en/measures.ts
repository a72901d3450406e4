/** Metrics of classes: what is drawn, the slowest runs, the errors. */

export const measures = {
  lines: 'Line',
  draw: 'Draw the selected',
  drawHint: 'At most five. Without any, the five that took most time are drawn.',
  line: (name: string) => `Draw ${name}`,
  failShare: 'Fail %',
  total: 'Total',
  average: 'Average',
  waitP95: 'Wait p95',
  trend: 'Trend',
  oursOnly: 'Over so long, medians are of Howdah’s processes; Ruby’s histograms live for 8 hours.',
  slowest: 'Slowest runs',
  slowestNote:
    'The twenty slowest that Howdah’s processes ran; of each hour, or of each day for long periods, twenty are known. Ruby’s processes do not write this.',
  slowestNone: 'No process of Howdah ran this class in this time.',
  job: 'Job',
  took: 'Took',
  ended: 'Ended',
  result: 'Result',
  done: 'Done',
  failed: 'Failed',
  errors: 'Errors by class',
  errorsNote:
    'Of runs by Howdah’s processes, in whole hours. Each is a search among the retries and the dead.',
  errorsNone: 'No run of this class by Howdah’s processes failed.',
  error: 'Error',
  runs: 'Runs',
  retries: 'in Retries',
  dead: 'in Dead',
  limit: 'Its limit',
  ofTab: (tab: string) => `${tab} in numbers`,
}
