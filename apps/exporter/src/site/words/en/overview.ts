/** Administration → Overview. */

export const overview = {
  title: 'Administration',
  note: 'What wants attention now.',
  cards: 'At a glance',
  attention: 'Exports needing attention',
  attentionNote: 'failed or stuck',
  failed: 'Failed in 24 hours',
  failedNote: 'exports that gave up',
  unserved: 'Queues without workers',
  unservedNote: (names: string) => `nobody listens to ${names}`,
  served: 'every queue with jobs has workers',
  disk: 'Disk free',
  diskNote: 'where archives lie',
  unlimited: 'No limit',
  unlimitedNote: 'archives lie in a bucket',
  unknown: 'Unknown',
  unknownNote: 'Redis does not answer',
}
