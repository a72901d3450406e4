import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { errors as english } from '../en/errors.ts'

export const errors: WordsLike<typeof english> = {
  notFound: 'Seite nicht gefunden',
  nothingHere: 'Unter dieser Adresse ist nichts.',
  toDashboard: 'Zur Übersicht',
  broken: 'Etwas ist schiefgegangen',
  brokenForStrangers: 'Die Seite konnte nicht erstellt werden. Es wurde nichts geändert.',
  brokenNote: 'Diese Seite konnte nicht erstellt werden. Der Grund steht im Log des Servers.',
  refused: 'Abgelehnt',
  onlyLooking: 'Sie dürfen diese Konsole ansehen, aber nichts ändern.',
  malformedForm: 'Das Formular ist zu groß oder fehlerhaft; es wurde nichts geändert.',
  crossSite:
    'Diese Anfrage kam nicht von einer Seite dieses Servers, deshalb wurde nichts geändert.',
  onlyForms: 'Hierher dürfen nur HTML-Formulare gesendet werden, deshalb wurde nichts geändert.',
  tooMany: 'Zu viel auf einmal',
  tooManyNote: (seconds) =>
    forms(seconds, {
      other:
        'Es wurde nichts getan. Versuchen Sie es in # s noch einmal; für viele Jobs auf einmal gibt es „alle“ und die Suche.',
    }),
  tooManyOpen: 'Zu viele offene Seiten.',
  silent: 'Redis antwortet nicht',
  silentNote:
    'Die Warteschlangen liegen in Redis und können deshalb gerade nicht gezeigt werden. Prüfen Sie, ob der Redis-Server läuft und von hier aus erreichbar ist.',
  denied: 'Redis lässt uns nichts tun',
  deniedNote:
    'Redis antwortet, verweigert aber, was diese Seite braucht. Prüfen Sie Benutzer und Passwort in der Adresse von Redis und was dieser Benutzer darf. Redis meldet:',
  unknownOutcome: 'Ob Ihre letzte Aktion ausgeführt wurde, ist nicht bekannt.',
  tryAgain: 'Noch einmal versuchen',
}
