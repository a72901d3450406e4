/** Why what was wanted of an export was not done. */

export const unchanged = {
  missing: (id: string) => `There is no export ${id}.`,
  wrongState: {
    'queue-again': (id: string, state: string) => `Export ${id} (${state}) cannot be queued again.`,
    reschedule: (id: string, state: string) => `Export ${id} (${state}) cannot be rescheduled.`,
    cancel: (id: string, state: string) => `Export ${id} (${state}) cannot be cancelled.`,
    'give-up': (id: string, state: string) => `Export ${id} (${state}) cannot be marked as failed.`,
    'delete-file': (id: string, state: string) =>
      `Export ${id} (${state}) cannot be deleted: it has no archive.`,
  },
  timeOver: 'That time is over. Choose one that lies ahead.',
  hasStarted: 'It has started meanwhile.',
  inMastodon:
    'One of Mastodon’s own workers builds it at this moment, and those cannot be interrupted. Wait until it has ended.',
  otherActive: (type: string, name: string) => `Another ${type} of @${name} is already under way.`,
}
