import { forms, type WordsLike } from '@howdah/web/views'
import type { withoutMedia as english } from '../en/without-media.ts'

export const withoutMedia: WordsLike<typeof english> = {
  member: 'Archivo sin multimedia',
  staff: 'archivo sin multimedia',
  choice: (small, whole) => `Sin multimedia (unos ${small} en lugar de ${whole})`,
  note: 'Las imágenes, los sonidos y los vídeos de tus publicaciones se quedan en este servidor, y el archivo enlaza a ellos. Todo lo demás está incluido.',
  staffNote:
    'Para archivos: los ficheros de las publicaciones se quedan en este servidor, y el archivo enlaza a ellos.',
  choiceForMany:
    'Archivos sin multimedia: los ficheros de las publicaciones se quedan en este servidor',
  regular: 'sin multimedia',
  media: 'Multimedia',
  leftOut: 'no se incluye, como se pidió',
  question: (count) =>
    forms(count, {
      one: '¿Solicitar # archivo sin multimedia?',
      other: '¿Solicitar # archivos sin multimedia?',
    }),
  answers: {
    activeWithMedia:
      'Tu archivo con multimedia ya está en marcha, así que no se ha solicitado ninguno sin ella. Si prefieres ese, cancela primero la solicitud.',
    activeWithoutMedia:
      'Tu archivo sin multimedia ya está en marcha, así que no se ha solicitado ninguno con ella. Si prefieres ese, cancela primero la solicitud.',
    always: 'En este servidor los archivos se crean siempre con multimedia.',
    staffWithMedia: (id, member) =>
      `No se ha solicitado nada: ${member} ya tiene uno con multimedia en marcha, #${id}.`,
    staffWithoutMedia: (id, member) =>
      `No se ha solicitado nada: ${member} ya tiene uno sin multimedia en marcha, #${id}.`,
  },
}
