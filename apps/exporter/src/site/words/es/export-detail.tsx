import { formatCount, forms, type WordsLike } from '@howdah/web/views'
import type { exportDetail as english } from '../en/export-detail.tsx'

export const exportDetail: WordsLike<typeof english> = {
  pageTitle: (id) => `Exportación n.º ${id}`,
  titles: {
    backup: (member) => <>Archivo de {member}</>,
    migration: (member) => <>Exportación de mudanza de {member}</>,
    withoutMedia: (member) => <>Archivo sin multimedia de {member}</>,
  },
  cards: {
    timeline: 'Cronología',
    file: 'Fichero',
    tries: 'Intentos',
    job: 'Trabajo',
    audit: 'Auditoría',
  },
  requested: {
    byMember: (who, when) => (
      <>
        Solicitada por {who} el {when}
      </>
    ),
    regularly: (who, when) => (
      <>
        Solicitada periódicamente por {who} el {when}
      </>
    ),
    byStaff: (staff, who, when) => (
      <>
        Solicitada por {staff} para {who} el {when}
      </>
    ),
    reason: (text) => <>. Motivo: {text}</>,
  },
  next: {
    title: 'Qué ocurre después',
    reason: 'Motivo:',
    scheduled: (when) => <>Entra en la cola {when}.</>,
    retrying: (number, of, when) => (
      <>
        El intento {number} de {of} empieza {when}.
      </>
    ),
    afterThat: (tries) =>
      forms(tries, {
        one: 'Después queda # intento más; luego se da por fallida.',
        other: 'Después quedan # intentos más; luego se da por fallida.',
      }),
    last: 'Es el último.',
    failed: (tries) =>
      `Nada, hasta que alguien intervenga: ${forms(tries, { one: 'el único intento ha fallado', other: 'los # intentos han fallado' })}. Corrige la causa y pulsa «Reintentar ahora». El miembro también puede solicitar otra.`,
    stuck:
      'Nada: consta como en curso, pero no se encontró ningún trabajo en ninguna cola ni conjunto. Quizá su proceso lo perdió. «Devolver a la cola» crea un trabajo nuevo; «Cancelar» permite al miembro solicitarla de nuevo.',
    done: (until) => (
      <>El miembro puede descargarla hasta el {until}; entonces se borra el fichero.</>
    ),
    expired: 'Nada: el fichero se ha borrado. La fila queda como constancia.',
    replaced: (newer) =>
      `Nada: la exportación ${newer} creó un archivo más reciente y este fichero se borró por él. La fila queda como constancia.`,
    cancelled: 'Nada: se canceló. El miembro puede solicitar otra en cualquier momento.',
    whenFree: 'Empieza en cuanto haya un proceso libre.',
    because: (reasons) => `${reasons}.`,
    startOne: 'Inicia uno:',
    restart: 'Reinicia el servicio:',
    running: (seen) => (
      <>
        Se está creando; la última señal de vida llegó {seen}. Si su proceso muere, otro continúa
        con ella.
      </>
    ),
    runningInMastodon: (seen) => (
      <>
        La crea uno de los procesos del propio Mastodon; se comprobó {seen}. Howdah la sigue y no
        puede interrumpirla. Si ese proceso muere, el trabajo se pierde y aquí aparece como
        atascada.
      </>
    ),
  },
  timeline: {
    requested: 'Solicitada',
    started: (number) => `Empezó el intento ${number}`,
    failed: (number) => `Falló el intento ${number}`,
    interrupted: (number) => `Se interrumpió el intento ${number}`,
    waiting: 'A la espera de un proceso',
    starts: 'Empieza',
    nextTry: 'Próximo intento',
    stuck: 'Atascada: no se encontró ningún trabajo',
    gaveUp: 'Abandonada',
    cancelled: 'Cancelada',
    ready: 'Lista',
    willBeDeleted: 'Se borra el fichero',
    deleted: 'Fichero borrado',
    later: (span) => `${span} después`,
  },
  tries: {
    none: 'Sin intentos todavía',
    noneNote: (most) =>
      forms(most, {
        one: 'El único intento aparece aquí cuando empiece.',
        other: 'El primero de hasta # intentos aparece aquí cuando empiece.',
      }),
    caption: 'Intentos, los más recientes primero',
    number: 'Intento',
    started: 'Empezó',
    ranFor: 'Duración',
    outcome: 'Resultado',
    stage: 'Paso',
    worker: 'Proceso',
    error: 'Error',
    outcomes: {
      running: 'en marcha',
      done: 'hecho',
      retry: 'falló, se reintentó',
      failed: 'falló, se abandonó',
      interrupted: 'interrumpido por un reinicio',
      cancelled: 'cancelado',
    },
  },
  events: { none: 'Aún no hay nada anotado.', caption: 'Qué ocurrió, lo más reciente primero' },
  file: {
    none: 'Ninguno todavía. Aparece aquí cuando la exportación esté hecha.',
    name: 'Nombre',
    size: 'Tamaño',
    bytes: (size, count) => `${size} (${forms(count, { one: '# byte', other: '# bytes' })})`,
    checksum: 'SHA-256',
    parts: 'Partes',
    part: (name, size, checksum) => (
      <>
        {name}, {size}, SHA-256 {checksum}
      </>
    ),
    expires: 'Caduca',
    deleted: 'Borrado',
    downloads: 'Descargas',
    last: (count, when) => (
      <>
        {formatCount(count)}, la última {when}
      </>
    ),
    missing: 'Multimedia que falta',
    missingFiles: (count) =>
      forms(count, {
        one: '# fichero que la base de datos nombra falta o está incompleto',
        other: '# ficheros que la base de datos nombra faltan o están incompletos',
      }),
    download: 'Descargar el archivo',
    downloadNote: '– contiene publicaciones privadas; tu descarga queda anotada en la auditoría.',
  },
  job: {
    arguments: 'Argumentos',
    class: 'Clase',
    queue: 'Cola',
    jid: 'Jid',
    place: 'Ahora en',
    places: {
      silent: 'no se sabe mientras Redis no responda',
      nowhere: 'ninguna cola ni conjunto',
      queue: (queue) => <>la cola {queue}</>,
      parked: (limit) => <>espera un hueco del límite {limit}</>,
      scheduled: 'Programados',
      retry: 'Reintentos',
      dead: 'Muertos',
      running: 'En ejecución: está en marcha',
      unknown: 'no se encontró en la parte revisada',
      ended: 'ya no se busca: la exportación ha terminado',
    },
  },
}
