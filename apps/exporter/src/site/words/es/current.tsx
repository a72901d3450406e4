import { forms, type WordsLike } from '@howdah/web/views'
import type { current as english } from '../en/current.tsx'

export const current: WordsLike<typeof english> = {
  titles: {
    pending: 'Esperando para empezar',
    planned: 'Programada',
    plannedFor: (clock) => `Programada para las ${clock}`,
    compiling: { backup: 'Preparando tu archivo…', migration: 'Preparando tu exportación…' },
    retrying: 'Interrumpida: volveremos a intentarlo',
    stuck: 'Con retraso',
    failed: 'No funcionó',
    done: 'Lista',
    expired: 'Caducada',
    cancelled: 'Cancelada',
  },
  requestedForYou: 'La administración de este servidor la solicitó para ti. Su motivo:',
  cancel: 'Cancelar esta solicitud',
  pending: {
    mail: 'Recibirás un correo cuando esté lista; puedes cerrar esta página.',
    quiet: 'Puedes cerrar esta página; el fichero estará aquí cuando esté listo.',
  },
  scheduled: {
    mail: 'Entonces empezará por sí sola y recibirás un correo cuando esté lista.',
    quiet: 'Entonces empezará por sí sola.',
  },
  begun: {
    mail: 'Acaba de empezar. Recibirás un correo cuando esté lista.',
    quiet: 'Acaba de empezar.',
  },
  running: {
    mail: (stage) => `${stage}. Recibirás un correo cuando esté lista.`,
    quiet: (stage) => `${stage}.`,
  },
  step: (step, of, stage) => `Paso ${step} de ${of}: ${stage}`,
  nextTry: (when, number, of) => (
    <>
      Algo ha fallado por nuestra parte. El próximo intento empieza {when} (intento {number} de {of}
      ). No tienes que hacer nada.
    </>
  ),
  soon: 'pronto',
  stuck:
    'Tu solicitud está anotada, pero ahora mismo nada trabaja en ella. La administración de este servidor puede verlo y reiniciarla. También puedes cancelarla y hacer una nueva.',
  failed: 'La administración de este servidor puede ver el motivo. Puedes volver a solicitarla.',
  done: 'Su fichero está en la lista de abajo.',
  expired: 'Su fichero se ha borrado. Puedes solicitar otro.',
  cancelled: 'Puedes hacer una nueva solicitud.',
  progress: 'Progreso de este paso',
  soFar: (count) => `${count} hasta ahora`,
  doneOf: (done, total) => `${done} de ${total}`,
  stageNames: {
    count: 'recuento',
    posts: 'publicaciones',
    media: 'multimedia',
    likes: 'favoritos',
    bookmarks: 'marcadores',
    profile: 'perfil',
    lists: 'listas',
    details: 'detalles',
    viewer: 'visor',
    finish: 'cierre',
    upload: 'envío',
  },
  stages: {
    count: 'contar lo que hay',
    posts: 'reunir tus publicaciones',
    media: 'añadir imágenes, sonido y vídeo',
    likes: 'añadir tus favoritos y marcadores',
    profile: 'añadir tu perfil',
    lists: 'escribir tus listas',
    details: 'añadir lo demás que se sabe de tus publicaciones',
    viewer: 'crear las páginas con las que leerlo',
    finish: 'cerrar el fichero',
    upload: 'dejar el fichero donde puedas recogerlo (megabytes)',
  },
  reasons: {
    'no-process':
      'Ahora mismo nada atiende las solicitudes. La administración de este servidor puede verlo.',
    paused: 'La administración de este servidor ha pausado las exportaciones por un tiempo.',
    clock: 'Va con retraso. La administración de este servidor puede verlo.',
    window: 'Las exportaciones grandes se hacen cuando este servidor está menos ocupado.',
    windowOf: (window) =>
      `Las exportaciones grandes se hacen cuando este servidor está menos ocupado (${window}).`,
    time: 'Empieza por sí sola a la hora programada.',
    turn: 'Se solicitaron muchas exportaciones a la vez; a cada una le llega su turno.',
    retry: 'Algo ha fallado por nuestra parte; volvemos a intentarlo. No tienes que hacer nada.',
    limit: (count) =>
      forms(count, {
        one: 'Este servidor hace las exportaciones de una en una, y ya hay una en marcha.',
        other: 'Este servidor hace # exportaciones a la vez, y ya hay otras tantas en marcha.',
      }),
    member: 'Primero se hace tu otra exportación.',
    ahead: (count) =>
      forms(count, {
        one: 'Hay # solicitud antes que la tuya.',
        other: 'Hay # solicitudes antes que la tuya.',
      }),
    next: 'La tuya es la siguiente.',
    unknown: 'Empieza en cuanto haya sitio.',
  },
  ready: (range) => `Lista ${range} (estimación).`,
}
