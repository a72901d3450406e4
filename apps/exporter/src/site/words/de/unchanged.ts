import type { WordsLike } from '@howdah/web/views'
import type { unchanged as english } from '../en/unchanged.ts'

export const unchanged: WordsLike<typeof english> = {
  missing: (id) => `Einen Export ${id} gibt es nicht.`,
  wrongState: {
    'queue-again': (id, state) => `Export ${id} (${state}) kann nicht erneut eingereiht werden.`,
    reschedule: (id, state) => `Export ${id} (${state}) kann nicht verschoben werden.`,
    cancel: (id, state) => `Export ${id} (${state}) kann nicht abgebrochen werden.`,
    'give-up': (id, state) =>
      `Export ${id} (${state}) kann nicht als fehlgeschlagen vermerkt werden.`,
    'delete-file': (id, state) =>
      `Export ${id} (${state}) kann nicht gelöscht werden: Er hat kein Archiv.`,
  },
  timeOver: 'Dieser Zeitpunkt ist vorbei. Wähle einen, der noch kommt.',
  hasStarted: 'Er hat inzwischen begonnen.',
  inMastodon:
    'Einer von Mastodons eigenen Workern erstellt ihn gerade, und die lassen sich nicht unterbrechen. Warte, bis er fertig ist.',
  otherActive: (type, name) => `Für @${name} läuft bereits ein anderer Export (${type}).`,
}
