import { formatCount, forms, type WordsLike } from '@howdah/web/views'
import type { exportDetail as english } from '../en/export-detail.tsx'

export const exportDetail: WordsLike<typeof english> = {
  pageTitle: (id) => `Export #${id}`,
  titles: {
    backup: (member) => <>Archiv für {member}</>,
    migration: (member) => <>Umzugspaket für {member}</>,
    withoutMedia: (member) => <>Archiv ohne Medien für {member}</>,
  },
  cards: {
    timeline: 'Zeitlinie',
    file: 'Datei',
    tries: 'Versuche',
    job: 'Job',
    audit: 'Protokoll',
  },
  requested: {
    byMember: (who, when) => (
      <>
        Angefordert von {who} am {when}
      </>
    ),
    regularly: (who, when) => (
      <>
        Regelmäßig angefordert von {who} am {when}
      </>
    ),
    byStaff: (staff, who, when) => (
      <>
        Angefordert von {staff} für {who} am {when}
      </>
    ),
    reason: (text) => <>. Grund: {text}</>,
  },
  next: {
    title: 'Was als Nächstes geschieht',
    reason: 'Grund:',
    scheduled: (when) => <>In die Warteschlange kommt es {when}.</>,
    retrying: (number, of, when) => (
      <>
        Versuch {number} von {of} beginnt {when}.
      </>
    ),
    afterThat: (tries) =>
      forms(tries, {
        one: 'Danach noch # Versuch, dann ist es gescheitert.',
        other: 'Danach noch # Versuche, dann ist es gescheitert.',
      }),
    last: 'Es ist der letzte.',
    failed: (tries) =>
      `Nichts, bis jemand eingreift: ${forms(tries, { one: 'Der einzige Versuch ist', other: 'Alle # Versuche sind' })} gescheitert. Behebe die Ursache und drücke dann „Jetzt wiederholen“. Das Mitglied kann auch ein neues anfordern.`,
    stuck:
      'Nichts: Es ist als begonnen vermerkt, aber in keiner Warteschlange und keiner Menge fand sich ein Job. Vielleicht hat sein Worker ihn verloren. „Wieder einreihen“ legt einen neuen Job an; „Abbrechen“ lässt das Mitglied neu anfordern.',
    done: (until) => (
      <>Das Mitglied kann es herunterladen bis {until}; dann wird die Datei gelöscht.</>
    ),
    expired: 'Nichts: Die Datei ist gelöscht. Die Zeile bleibt als Nachweis.',
    replaced: (newer) =>
      `Nichts: Export ${newer} hat ein neueres Archiv erstellt, und diese Datei wurde dafür gelöscht. Die Zeile bleibt als Nachweis.`,
    cancelled: 'Nichts: Es wurde abgebrochen. Das Mitglied kann jederzeit ein neues anfordern.',
    whenFree: 'Es beginnt, sobald ein Worker frei ist.',
    because: (reasons) => `${reasons}.`,
    startOne: 'Starte einen:',
    restart: 'Starte den Dienst neu:',
    running: (seen) => (
      <>
        Es wird gerade erstellt; das letzte Lebenszeichen kam {seen}. Stirbt der Worker, macht ein
        anderer damit weiter.
      </>
    ),
    runningInMastodon: (seen) => (
      <>
        Einer von Mastodons eigenen Workern erstellt es; gesehen wurde das {seen}. Howdah verfolgt
        es und kann es nicht unterbrechen. Stirbt der Worker, ist der Job verloren und erscheint
        hier als festhängend.
      </>
    ),
  },
  timeline: {
    requested: 'Angefordert',
    started: (number) => `Versuch ${number} begonnen`,
    failed: (number) => `Versuch ${number} gescheitert`,
    interrupted: (number) => `Versuch ${number} unterbrochen`,
    waiting: 'Wartet auf einen Worker',
    starts: 'Beginnt',
    nextTry: 'Nächster Versuch',
    stuck: 'Hängt fest: kein Job gefunden',
    gaveUp: 'Aufgegeben',
    cancelled: 'Abgebrochen',
    ready: 'Fertig',
    willBeDeleted: 'Datei wird gelöscht',
    deleted: 'Datei gelöscht',
    later: (span) => `${span} später`,
  },
  tries: {
    none: 'Noch nicht versucht',
    noneNote: (most) =>
      forms(most, {
        one: 'Der einzige Versuch erscheint hier, wenn er beginnt.',
        other: 'Der erste von höchstens # Versuchen erscheint hier, wenn er beginnt.',
      }),
    caption: 'Versuche, neueste zuerst',
    number: 'Versuch',
    started: 'Begonnen',
    ranFor: 'Dauer',
    outcome: 'Ausgang',
    stage: 'Schritt',
    worker: 'Worker',
    error: 'Fehler',
    outcomes: {
      running: 'läuft',
      done: 'fertig',
      retry: 'gescheitert, neu versucht',
      failed: 'gescheitert, aufgegeben',
      interrupted: 'durch einen Neustart unterbrochen',
      cancelled: 'abgebrochen',
    },
  },
  events: { none: 'Noch ist nichts vermerkt.', caption: 'Was geschah, Neuestes zuerst' },
  file: {
    none: 'Noch keine. Sie erscheint hier, wenn der Export fertig ist.',
    name: 'Name',
    size: 'Größe',
    bytes: (size, count) => `${size} (${forms(count, { one: '# Byte', other: '# Byte' })})`,
    checksum: 'SHA-256',
    parts: 'Teile',
    part: (name, size, checksum) => (
      <>
        {name}, {size}, SHA-256 {checksum}
      </>
    ),
    expires: 'Läuft ab',
    deleted: 'Gelöscht',
    downloads: 'Downloads',
    last: (count, when) => (
      <>
        {formatCount(count)}, zuletzt {when}
      </>
    ),
    missing: 'Fehlende Medien',
    missingFiles: (count) =>
      forms(count, {
        one: '# Datei, die die Datenbank nennt, fehlt oder ist unvollständig',
        other: '# Dateien, die die Datenbank nennt, fehlen oder sind unvollständig',
      }),
    download: 'Das Archiv herunterladen',
    downloadNote: '– es enthält private Beiträge; dein Download wird im Protokoll vermerkt.',
  },
  job: {
    arguments: 'Argumente',
    class: 'Klasse',
    queue: 'Warteschlange',
    jid: 'Jid',
    place: 'Jetzt in',
    places: {
      silent: 'unbekannt, solange Redis nicht antwortet',
      nowhere: 'keiner Warteschlange oder Menge',
      queue: (queue) => <>Warteschlange {queue}</>,
      parked: (limit) => <>wartet auf einen freien Platz der Grenze {limit}</>,
      scheduled: 'Geplant',
      retry: 'Wiederholungen',
      dead: 'Tot',
      running: 'In Arbeit: es läuft',
      unknown: 'in dem durchsuchten Teil nicht gefunden',
      ended: 'wird nicht mehr gesucht: Der Export ist beendet',
    },
  },
}
