import type { WordsLike } from '@howdah/web/views'
import type { entering as english } from '../en/entering.ts'

export const entering: WordsLike<typeof english> = {
  title: 'Anmelden',
  note: (domain) =>
    `Mit deinem Konto auf ${domain}. Gesperrt, umgezogen oder eingefroren? Die Administratoren können dir einen Einmal-Link schicken.`,
  withInstance: (domain) => `Mit ${domain} anmelden`,
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  button: 'Anmelden',
  loggedOut: 'Du bist abgemeldet.',
  refusals: {
    wrong: 'Die E-Mail-Adresse oder das Passwort stimmt nicht.',
    secondFactor: (domain) =>
      `Dein Konto verwendet Zwei-Faktor-Authentisierung, deshalb darf dein Passwort allein es hier nicht öffnen. Bitte melde dich stattdessen mit ${domain} an, oder bitte dessen Administratoren um einen Einmal-Link.`,
    memorial: 'Dieses Konto ist ein Gedenkkonto, deshalb kann sich niemand damit anmelden.',
    tooMany: (minutes) =>
      `Zu viele Versuche. Bitte warte ${minutes} min und versuche es dann noch einmal.`,
    notOurs:
      'Diese Anmeldung hat nicht in diesem Browser begonnen oder länger als zehn Minuten gedauert. Bitte versuche es noch einmal.',
    denied: (domain) =>
      `${domain} hat die Anmeldung nicht bestätigt. Bitte versuche es noch einmal.`,
    memberRefused: (domain) =>
      `${domain} lässt dieses Konto seine API nicht benutzen, weil es gesperrt, umgezogen, eingefroren oder nicht bestätigt ist. Die Daten gehören trotzdem dir: Bitte die Administratoren um einen Einmal-Link.`,
    stranger: (domain) =>
      `Das Konto, das ${domain} nennt, steht nicht in der Datenbank dieses Dienstes. Seine Administratoren müssen HOWDAH_MASTODON_URL prüfen.`,
    forgotten: (domain) =>
      `${domain} hatte diesen Dienst vergessen. Bitte versuche es noch einmal.`,
    unreachable: (domain) =>
      `${domain} antwortet im Moment nicht. Bitte versuche es in einer Minute noch einmal.`,
    someoneElse: (domain, member) =>
      `${domain} hat nicht bestätigt, dass du ${member} bist, deshalb wurde nichts getan. Bitte gehe zurück und versuche es noch einmal.`,
  },
  link: {
    title: 'Deine Daten',
    note: (account) =>
      `Mit diesem Link kannst du die Daten von ${account} anfordern und herunterladen. Er funktioniert einmal.`,
    button: 'Meine Daten öffnen',
    usedUp:
      'Dieser Link wurde schon benutzt, oder seine Zeit ist abgelaufen. Bitte die Administratoren um einen neuen.',
  },
}
