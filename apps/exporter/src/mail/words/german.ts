import type { MailWords } from './mail-words.ts'

const WHAT = { backup: 'Archiv', migration: 'Umzugspaket' } as const

export const GERMAN: MailWords = {
  locale: 'de',
  dir: 'ltr',
  subjects: {
    ready: {
      backup: 'Dein Archiv kann heruntergeladen werden',
      migration: 'Dein Umzugspaket kann heruntergeladen werden',
    },
    failed: {
      backup: 'Dein Archiv konnte nicht erstellt werden',
      migration: 'Dein Umzugspaket konnte nicht erstellt werden',
    },
    requested: {
      backup: 'Für dich wurde ein Archiv angefordert',
      migration: 'Für dich wurde ein Umzugspaket angefordert',
    },
  },
  titles: { backup: 'Dein Archiv', migration: 'Dein Umzugspaket' },
  ready: (type, account) =>
    `Du hast ein ${WHAT[type]} deines Kontos ${account} angefordert. Es ist fertig und kann ` +
    'heruntergeladen werden!',
  readyForYou: (type, account, server) =>
    `Die Administratoren von ${server} haben für dich ein ${WHAT[type]} deines Kontos ${account} ` +
    'angefordert. Es ist fertig und kann heruntergeladen werden!',
  failed: (type, account, tries) =>
    `Das ${WHAT[type]} deines Kontos ${account}, das du angefordert hast, konnte nach ` +
    `${tries === 1 ? 'einem Versuch' : `${tries} Versuchen`} nicht erstellt werden. Das tut uns leid.`,
  failedNext: (server) =>
    `Die Administratoren von ${server} können sehen, woran es lag. Du kannst es jederzeit noch ` +
    'einmal anfordern; dieser Versuch zählt nicht.',
  requested: (type, account, server) =>
    `Die Administratoren von ${server} haben für dich ein ${WHAT[type]} deines Kontos ${account} ` +
    'angefordert.',
  requestedNext:
    'Du musst nichts tun: Sobald es fertig ist, bekommst du noch eine Nachricht. Nur du kannst es ' +
    'dort herunterladen, und du kannst es abbrechen.',
  reason: (text) => `Ihr Grund: ${text}`,
  size: (size) => `Es ist ${size} groß.`,
  until: (day) => `Du kannst es bis ${day} herunterladen; danach wird es gelöscht.`,
  missing: (count) =>
    count === 1
      ? 'Eine Mediendatei war auf dem Server nicht zu finden und fehlt darin.'
      : `${count} Mediendateien waren auf dem Server nicht zu finden und fehlen darin.`,
  buttons: {
    download: { backup: 'Archiv herunterladen', migration: 'Umzugspaket herunterladen' },
    again: 'Noch einmal anfordern',
    look: 'Deine Exporte ansehen',
  },
  optOut: (url) => `Diese Nachrichten kannst du hier abstellen: ${url}`,
  link: {
    subject: (server) => `Ein Link zu deinen Daten auf ${server}`,
    title: 'Dein Weg zu deinen Daten',
    intro: (server, account) =>
      `Die Administratoren von ${server} schicken dir diesen Link, mit dem du die Daten deines Kontos ` +
      `${account} anfordern und herunterladen kannst, auch wenn du dich nicht anmelden kannst.`,
    once: (moment) =>
      `Er funktioniert einmal, bis ${moment}. Wer ihn hat, kommt an deine Daten: Gib ihn nicht weiter.`,
    button: 'Meine Daten öffnen',
  },
}
