import type { WordsLike } from '@howdah/web/views'
import type { mailbox as english } from '../en/mailbox.ts'

export const mailbox: WordsLike<typeof english> = {
  title: 'E-Mails',
  throughServer: (server) =>
    `Nachrichten gehen über den Mailserver ${server} hinaus, deshalb gibt es hier nichts zu lesen.`,
  throughProgram: (path) =>
    `Nachrichten gehen über das Programm ${path} hinaus, deshalb gibt es hier nichts zu lesen.`,
  noServer:
    'Es ist kein Mailserver eingerichtet (SMTP_SERVER), deshalb werden Nachrichten als Dateien geschrieben und hier gezeigt.',
  none: 'Noch keine Nachrichten',
  noneNote: 'Wenn ein Archiv fertig ist, erscheint hier die Nachricht an sein Mitglied.',
  columns: { to: 'An', subject: 'Betreff', written: 'Geschrieben' },
  caption: 'Nachrichten, die neueste zuerst',
  noSuch: 'Diese Nachricht gibt es nicht.',
  message: 'Nachricht',
  from: 'Von',
  source: 'Quelltext',
}
