import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { common as english } from '../en/common.ts'

export const common: WordsLike<typeof english> = {
  units: { second: 's', minute: 'min', hour: 'Std.', day: 'T', ms: 'ms' },
  justNow: 'gerade eben',
  in: (distance) => `in ${distance}`,
  ago: (distance) => `vor ${distance}`,
  days: (count) => forms(count, { one: '# Tag', other: '# Tagen' }),
  states: {
    pending: 'Wartet',
    scheduled: 'Geplant',
    running: 'Läuft',
    retrying: 'Neuer Versuch',
    failed: 'Gescheitert',
    stuck: 'Hängt fest',
    done: 'Fertig',
    expired: 'Abgelaufen',
    cancelled: 'Abgebrochen',
  },
  skipToContent: 'Zum Inhalt springen',
}
