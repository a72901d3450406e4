import { forms, type WordsLike } from '@howdah/web/views'
import type { memberExports as english } from '../en/member-exports.tsx'

export const memberExports: WordsLike<typeof english> = {
  title: 'Import und Export',
  note: 'Was du hier hast, gehört dir und kann mit dir gehen.',
  types: { backup: 'Archiv', migration: 'Umzugspaket' },
  data: {
    title: 'Deine Daten',
    caption: 'Wie viel wovon da ist, und jede Liste als Datei',
    heads: { what: 'Was', amount: 'Wie viel', file: 'Datei' },
    csv: 'CSV',
    rows: {
      mediaStorage: 'Medienspeicher',
      posts: 'Beiträge',
      follows: 'Folge ich',
      lists: 'Listen',
      followers: 'Follower',
      mutes: 'Stummgeschaltet',
      blocks: 'Blockiert',
      domainBlocks: 'Blockierte Domains',
      bookmarks: 'Lesezeichen',
    },
  },
  request: {
    section: 'Einen Export anfordern',
    hints: {
      backup:
        'Alles, was du veröffentlicht hast, mit deinen Bildern, Tönen und Videos, deinen Favoriten und Lesezeichen, in einer ZIP-Datei. Die Beiträge liegen im ActivityPub-Format vor, das andere Programme lesen können.',
      migration:
        'Die Listen für den Umzug auf einen anderen Server: wem du folgst, wer dir folgt, Listen, Stummgeschaltete, Blockierte und Lesezeichen als CSV-Dateien, die dessen Importseite annimmt.',
    },
    buttons: { backup: 'Archiv anfordern', migration: 'Umzugspaket anfordern' },
    next: (day, clock) => (
      <>
        Das nächste kannst du am {day} anfordern, nach {clock}.
      </>
    ),
    nextIn: (distance) => <>Das nächste kannst du {distance} anfordern.</>,
    every: (days) =>
      forms(days, {
        one: 'Du kannst jeden Tag eines anfordern.',
        other: 'Du kannst alle # Tage eines anfordern.',
      }),
    stays: (days) => forms(days, { one: 'Es bleibt # Tag hier.', other: 'Es bleibt # Tage hier.' }),
  },
  history: {
    title: 'Deine Exporte',
    caption: 'Deine Exporte, der neueste zuerst',
    none: 'Noch nichts da',
    noneNote: {
      mail: 'Wenn eine Anforderung erledigt ist, erscheint ihre Datei hier und du bekommst eine E-Mail.',
      quiet: 'Wenn eine Anforderung erledigt ist, erscheint ihre Datei hier.',
    },
    columns: {
      date: 'Datum',
      what: 'Was',
      size: 'Größe',
      state: 'Zustand',
      until: 'Verfügbar bis',
      file: 'Datei',
    },
    missing: (count) =>
      forms(count, {
        one: '# Mediendatei fehlt darin',
        other: '# Mediendateien fehlen darin',
      }),
    ready: 'Bereit',
    failed: 'Hat nicht geklappt',
    failedNote:
      'Die Administratoren können sehen, woran es lag. Du kannst es noch einmal versuchen.',
    download: { backup: 'Archiv herunterladen', migration: 'Umzugspaket herunterladen' },
    part: (number, of) => `Teil ${number} von ${of}`,
    partsNote:
      'Jeder Teil ist eine eigene Zip-Datei. Lade alle herunter und entpacke sie in einen gemeinsamen Ordner.',
    deleteParts: 'Alle Teile löschen',
    tryAgain: 'Noch einmal versuchen',
    delete: 'Löschen',
    deleteAbout: '(diese Datei)',
  },
  answers: {
    accepted: {
      mail: (what) => `${what} angefordert. Du bekommst eine E-Mail, wenn es fertig ist.`,
      quiet: (what) => `${what} angefordert. Die Datei liegt hier, wenn sie fertig ist.`,
    },
    active: (what) => `${what}: Deine Anforderung läuft bereits. Eine genügt.`,
    tooSoon: (day) => `Das nächste kannst du am ${day} anfordern.`,
    noSpace: (size) =>
      `Auf diesem Server ist im Moment kein Platz dafür: Es braucht etwa ${size}. Die Administratoren müssen erst Platz schaffen.`,
    cancelled: 'Deine Anforderung ist abgebrochen. Du kannst eine neue stellen.',
    inMastodon:
      'Im Moment arbeitet Mastodon selbst daran, und das lässt sich nicht unterbrechen. Warte, bis es beendet ist.',
    ended: 'Es ist bereits beendet und kann nicht mehr abgebrochen werden.',
    deleted: 'Die Datei ist gelöscht.',
    alreadyDeleted: 'Diese Datei war bereits gelöscht.',
    again: {
      mail: 'Wir versuchen es noch einmal. Du bekommst eine E-Mail, wenn es fertig ist.',
      quiet: 'Wir versuchen es noch einmal. Die Datei liegt hier, wenn sie fertig ist.',
    },
    nothingToTry: 'Es gibt nichts, was noch einmal zu versuchen wäre.',
  },
  delete: {
    title: 'Diese Datei löschen',
    question: 'Diese Datei löschen?',
    note: 'Sie wird sofort von diesem Server gelöscht. Was du schon heruntergeladen hast, bleibt dir.',
    which: (type, moment) => (
      <>
        {type} vom {moment}
      </>
    ),
    button: 'Datei löschen',
    keep: 'Behalten',
  },
  download: {
    none: 'Zu diesem Export gibt es (noch) keine Datei.',
    goneSince: (day) =>
      `Diese Datei war bis ${day} verfügbar und ist jetzt gelöscht. Unter „Import und Export“ kannst du eine neue anfordern.`,
    gone: 'Diese Datei ist gelöscht. Unter „Import und Export“ kannst du eine neue anfordern.',
    replaced:
      'Ein neueres Archiv von dir hat diese Datei ersetzt. Du findest es unter „Import und Export“.',
  },
}
