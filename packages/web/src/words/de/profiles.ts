import type { WordsLike } from '../../language/catalogue.tsx'
import type { profiles as english } from '../en/profiles.ts'

export const profiles: WordsLike<typeof english> = {
  note: 'Womit einzelne Läufe ihre Zeit verbrachten. Einen Tag lang aufgehoben.',
  none: 'Am letzten Tag wurde kein Lauf vermessen.',
  noneMore: 'Reihe einen Job mit der Option „profile“ ein, in Ruby oder TypeScript.',
  created: 'Aufgezeichnet',
  class: 'Klasse',
  job: 'Job',
  token: 'Kennung',
  size: 'Größe',
  took: 'Dauer',
  download: 'Herunterladen',
  how: 'Öffne die Datei mit profiler.firefox.com; die Entwicklerwerkzeuge von Chrome öffnen die eines Node.js-Prozesses, wenn sie entpackt ist. Von hier aus wird nichts verschickt.',
  gone: 'Dieses Profil ist nicht mehr da; Profile werden einen Tag lang aufgehoben.',
  more: 'Nur die neuesten werden gezeigt.',
}
