import type { WordsLike } from '@howdah/web/views'
import type { failures as english } from '../en/failures.ts'

export const failures: WordsLike<typeof english> = {
  statuses: {
    400: {
      title: 'Das ergab keinen Sinn',
      text: 'Ein Teil der Adresse oder des Formulars ist ungültig.',
    },
    403: { title: 'Nicht erlaubt', text: 'Es wurde nichts geändert.' },
    404: {
      title: 'Hier ist nichts',
      text: 'Die Seite gibt es nicht, oder sie ist nicht für dich bestimmt.',
    },
    410: {
      title: 'Diese Datei gibt es nicht mehr',
      text: 'Archive werden einige Tage aufbewahrt und dann gelöscht.',
    },
    413: {
      title: 'Zu viel auf einmal',
      text: 'Das Formular war größer, als diese Seite es annimmt.',
    },
    416: {
      title: 'Hinter dem Ende der Datei',
      text: 'Bitte beginne das Herunterladen noch einmal.',
    },
    429: { title: 'Zu viele Versuche', text: 'Bitte warte ein wenig und versuche es dann erneut.' },
    500: {
      title: 'Bei uns ist etwas schiefgegangen',
      text: 'Es steht im Protokoll. Bitte versuche es gleich noch einmal.',
    },
    503: {
      title: 'Die Datenbank antwortet nicht',
      text: 'Deine Daten sind sicher. Bitte versuche es in einer Minute noch einmal.',
    },
  },
  noSuchPage: 'Diese Seite gibt es nicht',
  requestLost: {
    title: 'Im Moment nicht',
    text: 'Deine Anforderung konnte nicht angenommen werden, weil ein Teil dieses Servers nicht antwortet. Es ist nichts davon gespeichert: Bitte versuche es in einer Minute noch einmal.',
  },
  redisDown: {
    title: 'Redis antwortet nicht',
    text: 'Es ist nicht bekannt, ob die letzte Aktion ausgeführt wurde. Bitte sieh in einer Minute noch einmal nach.',
  },
  filesDown: {
    title: 'Die Datei ist im Moment nicht erreichbar',
    text: 'Sie ist nicht verloren: Der Ort, an dem die Dateien liegen, antwortet nicht. Ein abgebrochener Download geht dort weiter, wo er war; bitte versuche es in einer Minute noch einmal.',
  },
  databaseDown: {
    title: 'Die Datenbank antwortet nicht',
    text: 'Es ist nichts verloren. Bitte versuche es in einer Minute noch einmal.',
  },
  mayOnlyLook: 'Deine Rolle darf sich das ansehen, aber nicht ändern.',
  noSuchUser: 'Dieses Konto gibt es nicht (mehr).',
  goHome: 'Zu Import und Export',
  logIn: 'Anmelden',
}
