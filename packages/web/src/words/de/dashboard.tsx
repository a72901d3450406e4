import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { dashboard as english } from '../en/dashboard.tsx'

export const dashboard: WordsLike<typeof english> = {
  numbers: 'Die sieben Zahlen',
  enqueued: 'Wartend',
  attention: 'Zu beachten',
  allIsWell:
    'Alles in Ordnung: Jede Warteschlange hat einen Prozess, nichts ist überfällig, nichts wurde aufgegeben.',
  version: 'Version',
  upFor: 'Läuft seit',
  days: (count) => forms(count, { one: '# Tag', other: '# Tagen' }),
  connections: 'Verbindungen',
  memory: 'Speicher',
  peakMemory: 'Höchster Speicher',
  appendOnly: 'Append-only-Datei',
  on: 'an',
  off: 'aus',
  eviction: (policy, wanted) => (
    <>
      {policy} lässt Redis Jobs wegwerfen, wenn der Speicher voll ist. Stellen Sie {wanted} ein.
    </>
  ),
  noProcess: (command) => (
    <>
      <strong>Kein Prozess läuft.</strong> Nichts wird abgearbeitet. Starten Sie einen mit {command}
      .
    </>
  ),
  paused: (queue, count) => (
    <>
      <strong>Warteschlange {queue} ist angehalten.</strong>{' '}
      {forms(count, {
        one: '# Job wartet, bis jemand sie fortsetzt.',
        other: '# Jobs warten, bis jemand sie fortsetzt.',
      })}
    </>
  ),
  unheard: (queue, count, command) => (
    <>
      <strong>Kein Prozess bedient {queue}.</strong>{' '}
      {forms(count, {
        one: '# Job wartet dort, bis einer es tut.',
        other: '# Jobs warten dort, bis einer es tut.',
      })}{' '}
      Starten Sie einen Prozess für diese Warteschlange mit {command}.
    </>
  ),
  notPolled: (overdue, since) => (
    <>
      <strong>
        {forms(overdue, {
          one: '# Job überfällig, kein Prozess sieht nach.',
          other: '# Jobs überfällig, kein Prozess sieht nach.',
        })}
      </strong>{' '}
      Der älteste war {since} fällig. Geplante Jobs und Wiederholungen kommen nur in ihre
      Warteschlangen, solange ein Prozess läuft.
    </>
  ),
  startOne: (command) => <>Starten Sie einen mit {command}.</>,
  restart: (command) => <>Starten Sie den Dienst neu: {command}.</>,
  late: (overdue, since, pollers) => (
    <>
      <strong>{forms(overdue, { one: '# Job überfällig.', other: '# Jobs überfällig.' })}</strong>{' '}
      Der älteste war {since} fällig, obwohl{' '}
      {forms(pollers, { one: '# Prozess nachsieht.', other: '# Prozesse nachsehen.' })}
    </>
  ),
  ifThisStays: (command) =>
    command === null ? (
      'Wenn das so bleibt, starten Sie sie neu.'
    ) : (
      <>Wenn das so bleibt, starten Sie sie neu: {command}.</>
    ),
  dead: (count, look) => (
    <>
      <strong>
        {forms(count, { one: '# Job wurde aufgegeben', other: '# Jobs wurden aufgegeben' })}
      </strong>
      , nach dem letzten Versuch. Die Gründe: {look('Tote Jobs ansehen')}.
    </>
  ),
}
