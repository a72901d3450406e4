import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { job as english } from '../en/job.tsx'

export const job: WordsLike<typeof english> = {
  noId: 'Das ist keine ID eines Jobs.',
  noKey: 'Das ist kein Schlüssel eines Jobs.',
  gone: 'Dieser Job ist nicht mehr hier.',
  moved: 'Der Job ist inzwischen weitergezogen; hier ist er jetzt.',
  notFound: 'Job nicht gefunden',
  nowhere:
    'Keine Warteschlange, keine Liste und kein Prozess hat diesen Job: Er ist fertig, wurde gelöscht oder hat nie existiert. Fertige Jobs hinterlassen in Redis nur die Zahlen unter „Metriken“.',
  notInTime:
    'In der Zeit, die eine Seite brauchen darf, wurde er nicht gefunden. Sehr lange Warteschlangen werden nur teilweise durchsucht; er kann noch in einer warten.',
  lookAgain: 'Noch einmal suchen',
  by: (name) => <>von {name}</>,
  cancelLink: 'Abbrechen…',
  cancel: {
    question: 'Diesen Job abbrechen?',
    consequence:
      'Wo er wartet, wird er entfernt. Wo er läuft, erfährt es sein Prozess, und der Job endet an der nächsten Stelle, an der er nachsieht: Howdahs Jobs durch ihr Signal, Ruby-Jobs nur, wenn sie iterieren. Er wird nicht wiederholt.',
    label: 'Job abbrechen',
    keep: 'Weiterlaufen lassen',
    removed: 'Der Job wartete noch; er ist entfernt und wird nicht laufen.',
    signalled: 'Der Prozess, der den Job ausführt, weiß Bescheid. Diese Seite zeigt, wie es endet.',
    notFound: 'Der Job wartet und läuft nicht mehr; nichts wurde geändert.',
  },
  facts: 'Fakten',
  terms: {
    id: 'Job-ID',
    class: 'Klasse',
    tags: 'Tags',
    process: 'Prozess',
    runningFor: 'Läuft seit',
    progress: 'Fortschritt',
    iteration: 'Iteration',
    cursor: 'Cursor',
    cancelled: 'Abgebrochen',
  },
  iterationOf: (runs, time) => `${forms(runs, { one: '# Lauf', other: '# Läufe' })}, ${time}`,
  lastError: 'Letzter Fehler',
  errorsKept:
    'Das Format von Sidekiq bewahrt den ersten und den letzten Fehlschlag eines Jobs, mit dem Text des letzten.',
  asStored: 'Wie gespeichert',
  wholeAsStored: 'Der ganze Job, wie gespeichert',
  asText: 'Als ein Text, Ziffer für Ziffer',
  waitsForLimit: 'wartet auf ein Limit',
  next: {
    parked: (queue, limit) => (
      <>
        Er wurde aus der Warteschlange {queue} geholt und wartet, bis das Limit {limit} einen Platz
        frei hat.
      </>
    ),
    running: (busy) => (
      <>
        Er läuft gerade; siehe {busy}. Diese Seite folgt ihm; wenn er fertig ist, bleibt in Redis
        nichts von ihm.
      </>
    ),
    runningOn: (process, busy) => (
      <>
        Er läuft gerade auf {process}; siehe {busy}. Diese Seite folgt ihm; wenn er fertig ist,
        bleibt in Redis nichts von ihm.
      </>
    ),
    paused: (queue) => (
      <>
        Er wartet in der Warteschlange {queue}, die angehalten ist: Er läuft, sobald jemand sie
        fortsetzt.
      </>
    ),
    queued: (queue, command) => (
      <>
        Er wartet in der Warteschlange {queue} und läuft, wenn er an der Reihe ist und ein Prozess
        sie bedient ({command}).
      </>
    ),
    dead: (list) => (
      <>
        Er hat aufgegeben und liegt unter {list}. Von selbst geschieht nichts; „Jetzt wiederholen“
        startet ihn erneut.
      </>
    ),
    scheduled: (list, queue, at) => (
      <>
        Er steht unter {list} und kommt zu seiner Zeit in die Warteschlange {queue}: {at}
      </>
    ),
    retrying: (list, attempt, at, rest) => (
      <>
        Unter {list}: Versuch {attempt} beginnt {at}. {rest}
      </>
    ),
    lastOne: 'Es ist der letzte; danach ist der Job tot.',
    more: (count) => forms(count, { one: 'Danach noch einer.', other: 'Danach noch #.' }),
  },
  story: {
    label: 'Der Weg dieses Jobs',
    created: 'Erstellt',
    queued: 'Kam in seine Warteschlange',
    failedFirst: 'Zuerst gescheitert',
    failedAgain: 'Erneut gescheitert',
    failedLast: (attempt) => `Zuletzt gescheitert, Versuch ${attempt}`,
    started: 'Gestartet',
    nextAttempt: 'Nächster Versuch',
    runs: 'Läuft',
    gaveUp: 'Aufgegeben',
    later: (span) => `${span} später`,
  },
}
