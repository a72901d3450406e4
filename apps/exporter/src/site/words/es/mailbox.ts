import type { WordsLike } from '@howdah/web/views'
import type { mailbox as english } from '../en/mailbox.ts'

export const mailbox: WordsLike<typeof english> = {
  title: 'Correo',
  throughServer: (server) =>
    `Los mensajes salen por el servidor de correo ${server}, así que aquí no hay nada que leer.`,
  throughProgram: (path) =>
    `Los mensajes salen por el programa ${path}, así que aquí no hay nada que leer.`,
  noServer:
    'No hay ningún servidor de correo configurado (SMTP_SERVER), así que los mensajes se escriben como ficheros y se muestran aquí.',
  none: 'Todavía no hay mensajes',
  noneNote: 'Cuando un archivo esté listo, aquí aparecerá el mensaje a su miembro.',
  columns: { to: 'Para', subject: 'Asunto', written: 'Escrito' },
  caption: 'Mensajes, los más nuevos primero',
  noSuch: 'Ese mensaje no existe.',
  message: 'Mensaje',
  from: 'De',
  source: 'Código fuente',
}
