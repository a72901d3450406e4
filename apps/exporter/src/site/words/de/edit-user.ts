import type { WordsLike } from '@howdah/web/views'
import type { editUser as english } from '../en/edit-user.ts'

export const editUser: WordsLike<typeof english> = {
  titleOf: (member) => `Konto ${member} bearbeiten`,
  title: 'Konto bearbeiten',
  contact: 'Kontakt',
  email: 'E-Mail-Adresse',
  emailHint:
    'Hierhin geht die E-Mail über ein fertiges Archiv. Eine Änderung wird im Protokoll vermerkt.',
  save: 'Speichern',
  mayOnlySee: 'Deine Rolle darf diese Adresse sehen, aber nicht ändern.',
  account: 'Konto',
  facts: {
    name: 'Name',
    id: 'Konto-Id',
    role: 'Rolle',
    created: 'Erstellt',
    lastActive: 'Zuletzt aktiv',
  },
  exports: {
    title: 'Exporte',
    columns: {
      export: 'Export',
      type: 'Art',
      state: 'Zustand',
      requested: 'Angefordert',
      size: 'Größe',
      expires: 'Läuft ab',
    },
    none: 'Noch keine Exporte',
    noneNote: 'Was dieses Mitglied unter „Import und Export“ anfordert, erscheint hier.',
    caption: 'Exporte dieses Mitglieds, der neueste zuerst',
  },
  answers: {
    refused: 'Deine Rolle darf die Adresse dieses Kontos nicht ändern.',
    invalid: 'Das ist keine E-Mail-Adresse.',
    taken: 'Ein anderes Konto hat diese Adresse.',
    same: 'Nichts zu ändern: Es ist dieselbe Adresse.',
    changed: (member) => `Die E-Mail-Adresse von ${member} ist geändert.`,
  },
  link: {
    title: 'Einmal-Link',
    note: (member, hours) =>
      `Damit kann ${member} die eigenen Daten ohne Anmeldung anfordern und herunterladen; für Mitglieder, die gesperrt, umgezogen oder eingefroren sind. Er funktioniert einmal, ${hours} Stunden lang; ein neuer beendet den vorigen. Es wird im Protokoll vermerkt.`,
    send: (email) => `An ${email} senden`,
    show: 'Mir zeigen',
    refused: 'Deine Rolle darf keinen solchen Link erstellen.',
    memorial: 'Dieses Konto ist ein Gedenkkonto: Niemand kann einen Link benutzen.',
    notSent: 'Der Mailserver hat ihn nicht angenommen; versuche es noch einmal.',
    sent: (email) => `Der Link ist auf dem Weg an ${email}.`,
    titleOf: (member) => `Einmal-Link für ${member}`,
    until: (moment) => `Er funktioniert einmal, bis ${moment}, und wird nicht noch einmal gezeigt.`,
    warning: 'Wer ihn hat, kommt an die Daten dieses Mitglieds. Gib ihn niemand anderem.',
    back: (member) => `Zurück zu ${member}`,
  },
  request: {
    title: 'Einen Export anfordern',
    what: 'Was',
    types: { backup: 'Archiv', migration: 'Umzugspaket' },
    reason: 'Grund',
    reasonHint: 'Das Mitglied erfährt es per E-Mail, mit diesem Grund.',
    urgent: 'Sofort, auch außerhalb der ruhigen Zeit',
    button: 'Anfordern',
    needsReason: 'Nenne einen Grund; das Mitglied liest ihn.',
    accepted: (id, member) =>
      `Export #${id} von ${member} ist angefordert; das Mitglied wird benachrichtigt.`,
    active: (id, member) => `Für ${member} läuft bereits einer: #${id}.`,
    noSpace: (size) => `Dafür ist kein Platz: Er braucht ${size}.`,
    tooSoon: (member) => `${member} kann noch keinen bekommen.`,
  },
}
