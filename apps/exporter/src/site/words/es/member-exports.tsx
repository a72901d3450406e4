import { forms, type WordsLike } from '@howdah/web/views'
import type { memberExports as english } from '../en/member-exports.tsx'

export const memberExports: WordsLike<typeof english> = {
  title: 'Importar y exportar',
  note: 'Lo que tienes aquí es tuyo y puedes llevártelo.',
  types: { backup: 'Archivo', migration: 'Exportación para mudarte' },
  data: {
    title: 'Tus datos',
    caption: 'Cuánto hay de cada cosa, y cada lista como fichero',
    heads: { what: 'Qué', amount: 'Cuánto', file: 'Fichero' },
    csv: 'CSV',
    rows: {
      mediaStorage: 'Almacenamiento multimedia',
      posts: 'Publicaciones',
      follows: 'Sigues a',
      lists: 'Listas',
      followers: 'Seguidores',
      mutes: 'Silencias a',
      blocks: 'Bloqueas a',
      domainBlocks: 'Dominios bloqueados',
      bookmarks: 'Marcadores',
    },
  },
  request: {
    section: 'Solicitar una exportación',
    hints: {
      backup:
        'Todo lo que has publicado, con tus imágenes, sonidos y vídeos, tus favoritos y marcadores, en un único fichero zip. Las publicaciones están en formato ActivityPub, que otros programas saben leer.',
      migration:
        'Las listas que te llevas al mudarte a otro servidor: a quién sigues, quién te sigue, listas, silenciados, bloqueados y marcadores, como ficheros CSV que acepta su página de importación.',
    },
    buttons: {
      backup: 'Solicitar tu archivo',
      migration: 'Solicitar tu exportación para mudarte',
    },
    next: (day, clock) => (
      <>
        Podrás solicitar la siguiente el {day}, después de las {clock}.
      </>
    ),
    nextIn: (distance) => <>Podrás solicitar la siguiente {distance}.</>,
    every: (days) =>
      forms(days, {
        one: 'Puedes solicitar una cada día.',
        other: 'Puedes solicitar una cada # días.',
      }),
    stays: (days) => forms(days, { one: 'Se queda aquí # día.', other: 'Se queda aquí # días.' }),
  },
  history: {
    title: 'Tus exportaciones',
    caption: 'Tus exportaciones, las más nuevas primero',
    none: 'Aquí todavía no hay nada',
    noneNote: {
      mail: 'Cuando una solicitud esté lista, su fichero aparecerá aquí y recibirás un correo electrónico.',
      quiet: 'Cuando una solicitud esté lista, su fichero aparecerá aquí.',
    },
    columns: {
      date: 'Fecha',
      what: 'Qué',
      size: 'Tamaño',
      state: 'Estado',
      until: 'Disponible hasta',
      file: 'Fichero',
    },
    missing: (count) =>
      forms(count, {
        one: 'No se pudo incluir # fichero multimedia',
        other: 'No se pudieron incluir # ficheros multimedia',
      }),
    ready: 'Lista',
    failed: 'No funcionó',
    failedNote: 'La administración puede ver el motivo. Puedes volver a intentarlo.',
    download: { backup: 'Descargar tu archivo', migration: 'Descargar tu exportación' },
    part: (number, of) => `Parte ${number} de ${of}`,
    partsNote:
      'Cada parte es un fichero zip propio. Descárgalas todas y descomprímelas en una misma carpeta.',
    deleteParts: 'Borrar todas las partes',
    tryAgain: 'Volver a intentarlo',
    delete: 'Borrar',
    deleteAbout: 'este fichero',
  },
  answers: {
    accepted: {
      mail: (what) =>
        `${what}: solicitud recibida. Recibirás un correo electrónico cuando esté lista.`,
      quiet: (what) => `${what}: solicitud recibida. El fichero estará aquí cuando esté listo.`,
    },
    active: (what) => `${what}: tu solicitud ya está en marcha. Con una basta.`,
    tooSoon: (day) => `Podrás solicitar la siguiente el ${day}.`,
    noSpace: (size) =>
      `Ahora mismo no cabe en este servidor: necesita unos ${size}. La administración tiene que hacer sitio primero.`,
    cancelled: 'Tu solicitud se ha cancelado. Puedes hacer una nueva.',
    inMastodon:
      'En este momento la crea el propio Mastodon, y eso no se puede interrumpir. Espera a que termine.',
    ended: 'Ya ha terminado y no se puede cancelar.',
    deleted: 'El fichero se ha borrado.',
    alreadyDeleted: 'Ese fichero ya estaba borrado.',
    again: {
      mail: 'Volvemos a intentarlo. Recibirás un correo electrónico cuando esté lista.',
      quiet: 'Volvemos a intentarlo. El fichero estará aquí cuando esté listo.',
    },
    nothingToTry: 'No hay nada que volver a intentar.',
  },
  delete: {
    title: 'Borrar este fichero',
    question: '¿Borrar este fichero?',
    note: 'Se borra de este servidor inmediatamente. Lo que ya hayas descargado se queda contigo.',
    which: (type, moment) => (
      <>
        {type} del {moment}
      </>
    ),
    button: 'Borrar el fichero',
    keep: 'Conservarlo',
  },
  download: {
    none: 'Esta exportación no tiene fichero (todavía).',
    goneSince: (day) =>
      `Este fichero estuvo disponible hasta el ${day} y ya se ha borrado. Puedes solicitar otro en «Importar y exportar».`,
    gone: 'Este fichero se ha borrado. Puedes solicitar otro en «Importar y exportar».',
    replaced:
      'Un archivo tuyo más reciente ha sustituido a este fichero. Lo encuentras en «Importar y exportar».',
  },
}
