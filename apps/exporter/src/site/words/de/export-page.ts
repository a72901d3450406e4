import { formatCount, forms, type WordsLike } from '@howdah/web/views'
import type { exportPage as english } from '../en/export-page.ts'

export const exportPage: WordsLike<typeof english> = {
  deadline: (day, of) => `DSGVO Tag ${day} von ${of}`,
  address: 'Adresse ansehen',
  waited: 'Gewartet',
  older: (count) => `und ${formatCount(count)} ältere, die weiter aufbewahrt werden`,
  numbered: (id, name) => `Export ${id} von @${name}`,
  progress: {
    title: 'Fortschritt',
    heartbeat: 'Letztes Lebenszeichen',
    ready: (range, runs) =>
      `Fertig ${range} (geschätzt nach ${forms(runs, { one: '# ähnlichen', other: '# ähnlichen' })})`,
    longer: (runs) =>
      `Es dauert länger als bei ${forms(runs, { one: '# ähnlichen', other: '# ähnlichen' })}.`,
    places: { done: 'fertig', now: 'jetzt', later: 'kommt noch' },
  },
  giveUp: {
    button: 'Als gescheitert vermerken und dem Mitglied sagen',
    title: (type, name) => `Das ${type} von @${name} als gescheitert vermerken?`,
    note: 'Es bekommt keinen weiteren Versuch, und das Mitglied erfährt per E-Mail, dass es nicht geklappt hat. Es kann dann ein neues anfordern.',
    why: 'Warum',
    whyHint: 'Für das Protokoll; das Mitglied liest es nicht.',
    noReason: 'Sage in ein paar Worten, warum.',
    keep: 'So lassen',
    done: (type, name) =>
      `Das ${type} von @${name} ist als gescheitert vermerkt, und das Mitglied erfährt es.`,
  },
  purged: {
    title: 'Diesen Export gibt es hier nicht mehr',
    note: 'Zeilen beendeter Exporte bleiben nur eine Zeit lang; das Protokoll behält, was mit ihnen getan wurde.',
    when: 'Nach der Aufbewahrungsfrist gelöscht am',
    audit: 'Zum Protokoll',
  },
}
