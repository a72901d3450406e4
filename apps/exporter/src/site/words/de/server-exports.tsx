import { formatCount, forms, type WordsLike } from '@howdah/web/views'
import type { serverExports as english } from '../en/server-exports.tsx'

export const serverExports: WordsLike<typeof english> = {
  title: 'Exporte',
  note: 'Was sich ändern lässt, während Howdah läuft, und Anforderungen für viele Mitglieder.',
  settings: 'Einstellungen',
  policies: {
    limit: 'Exporte gleichzeitig, über alle Worker (0 hält neue auf)',
    'retention-days': 'Tage, die ein Archiv heruntergeladen werden kann',
    'history-days': 'Tage, die Zeilen beendeter Exporte bleiben (0 = für immer)',
  },
  noLimit: 'keine Grenze',
  setHere: (configured) => `Hier gesetzt; in der Konfiguration: ${configured}.`,
  asConfigured: 'Wie in der Konfiguration.',
  save: 'Speichern',
  reset: 'Zurücksetzen',
  retentionNote:
    'Archive gehen auch, wenn Mastodons eigene Aufbewahrungsfrist für Archive vorbei ist.',
  notANumber: (policy) => `„${policy}“ braucht eine ganze Zahl; es wurde nichts geändert.`,
  saved: (policy) => `Gespeichert: ${policy}.`,
  bulk: {
    title: 'Für viele Mitglieder anfordern',
    note: 'Für einen Server, der schließt: Jedes Mitglied bekommt einen Platz im Plan, damit niemand, der selbst anfordert, hinter allen anderen wartet.',
    what: 'Was',
    types: { backup: 'Archive', migration: 'Umzugspakete' },
    within: 'Für Mitglieder, die zuletzt hier waren in',
    periods: { any: '– jederzeit', month: '30 Tagen', half: '6 Monaten', year: 'einem Jahr' },
    suspended: 'Auch gesperrte und deaktivierte Mitglieder',
    spread: 'Verteilen über',
    spreadHint: 'Stunden; leer: so schnell es geht.',
    reason: 'Grund',
    reasonHint: 'Die Mitglieder lesen ihn, und er steht im Protokoll.',
    goOn: 'Weiter …',
    nothingYet: 'Noch wird nichts angefordert: Die nächste Seite sagt, für wie viele es wäre.',
    problems: {
      what: 'Wähle, was angefordert werden soll.',
      whom: 'Wähle, für wen.',
      hours: (most) => `Verteile über 1 bis ${most} Stunden, oder lass es leer.`,
      reason: 'Nenne einen Grund; die Mitglieder lesen ihn.',
    },
    tooMany: (count, command) =>
      `${formatCount(count)} Mitglieder sind zu viele für eine Seite; verwende: ${command}`,
    requested: (count, passedOver) =>
      `${forms(count, { one: '# Export', other: '# Exporte' })} angefordert; für ${formatCount(passedOver)} Mitglieder lief bereits einer.`,
    questions: {
      backup: (count) =>
        forms(count, { one: '# Archiv anfordern?', other: '# Archive anfordern?' }),
      migration: (count) =>
        forms(count, { one: '# Umzugspaket anfordern?', other: '# Umzugspakete anfordern?' }),
    },
    reasonIs: (reason) => `Grund: ${reason}`,
    each: (count) =>
      `Jedes der ${formatCount(count)} Mitglieder bekommt eines, außer denen, für die bereits eines läuft.`,
    fast: 'Sie starten nacheinander, so schnell es geht.',
    spreadOver: (hours, from) => (
      <>
        Die Starts verteilen sich über {forms(hours, { one: '# Stunde', other: '# Stunden' })}, ab{' '}
        {from}.
      </>
    ),
    takes: (size) => `Zusammen brauchen sie etwa ${size}.`,
    free: (size) => `Frei sind jetzt ${size}.`,
    tooMuch:
      'Das ist mehr, als Platz ist. Die ohne Platz schlagen fehl und werden erneut versucht: Schaffe Platz, verteile sie über mehr Tage, als Archive aufbewahrt werden, oder lass Medien weg.',
    lastStarts: (when) => <>Das letzte beginnt etwa {when}.</>,
    told: 'Die Mitglieder bekommen Bescheid, wenn ihres fertig ist.',
    button: (count) => `${formatCount(count)} anfordern`,
    nothing: 'Nichts tun',
  },
}
