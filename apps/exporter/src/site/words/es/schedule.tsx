import { formatCount, forms, type WordsLike } from '@howdah/web/views'
import type { schedule as english } from '../en/schedule.tsx'

const exportsOf = (count: number): string =>
  forms(count, { one: '# exportación', other: '# exportaciones' })

export const schedule: WordsLike<typeof english> = {
  tab: 'Exportaciones',
  titleOf: (state, count) => `Exportaciones: ${state} (${count})`,
  toSettings: 'Volver a los ajustes',
  title: 'Plan de exportaciones',
  note: 'Cada exportación que pidieron los miembros y lo que le ocurre a continuación.',
  forUser: 'Solicitar para un usuario…',
  forMany: 'Para muchos, y ajustes…',
  types: { backup: 'archivo', migration: 'para mudarse' },
  of: (type, member) => (
    <>
      {member} ({type})
    </>
  ),
  caption: (order) => `Exportaciones, ${order}`,
  orders: {
    newest: 'la solicitud más nueva primero',
    oldest: 'la solicitud más antigua primero',
    next: 'la próxima en empezar primero',
    largest: 'la más grande primero',
    tries: 'la de más intentos primero',
  },
  columns: {
    select: 'Seleccionar',
    requestedBy: 'Solicitada por',
    type: 'Tipo',
    state: 'Estado',
    runsAt: 'Empieza',
    requested: 'Solicitada',
    tries: 'Intentos',
    progress: 'Progreso',
    size: 'Tamaño',
    expires: 'Caduca',
    more: 'Más',
  },
  id: (id) => `id ${id}`,
  empty: {
    noMore: 'No hay más exportaciones',
    toFirst: 'Volver a la primera página',
    noMatch: 'Ninguna exportación coincide con estos filtros',
    clear: 'Vaciar los filtros',
    none: 'Todavía no se ha solicitado ninguna exportación',
    noneNote:
      'Los miembros las solicitan en Preferencias → Importar y exportar. Después aparecen aquí.',
    notFound: 'Esa exportación no existe',
    notFoundNote: 'Puede que se haya retirado al acabar su plazo.',
    toSchedule: 'Al plan',
  },
  pages: {
    label: 'Páginas de exportaciones',
    all: exportsOf,
    onPage: (count, total) => `${exportsOf(count)} en esta página, de ${formatCount(total)}`,
    uncounted: (count) =>
      `${exportsOf(count)} en esta página; coinciden tantos miembros que las demás no se cuentan`,
    first: 'Primera página',
    next: 'Página siguiente',
  },
  filters: {
    byState: 'Exportaciones por estado',
    all: 'Todas',
    type: 'Tipo',
    any: 'cualquiera',
    requested: 'Solicitada',
    anyTime: 'en cualquier momento',
    lastDay: 'en las últimas 24 horas',
    lastDays: (days) => forms(days, { one: 'en el último día', other: 'en los últimos # días' }),
    search: 'Buscar',
    searchHint: '@nombre, correo o id',
    apply: 'Aplicar',
    clear: 'Vaciar',
  },
  banners: {
    unserved: (queue, count) =>
      `Ningún proceso atiende la cola «${queue}», así que no ${forms(count, { one: 'empezará # exportación', other: 'empezarán # exportaciones' })}. Inicia uno:`,
    overdue: (count, isPolled) =>
      `${forms(count, { one: '# trabajo programado ya debería haber empezado', other: '# trabajos programados ya deberían haber empezado' })}${isPolled ? '' : ' y ningún proceso los mira'}. Reinicia el servicio:`,
    stuck: (count) =>
      forms(count, {
        one: '# exportación está atascada',
        other: '# exportaciones están atascadas',
      }),
    failed: (count) =>
      forms(count, { one: '# exportación ha fallado', other: '# exportaciones han fallado' }),
    both: (stuck, failed) => `${stuck} y ${failed}`,
    show: 'Mostrar',
    silent: 'El estado actual de las colas no está disponible.',
    silentSince: (time) => <>El estado actual de las colas no está disponible desde {time}.</>,
    silentNote:
      'Redis no responde; esta página muestra lo último que se supo. Lo que necesita Redis se podrá pulsar de nuevo cuando responda.',
    lastKnown: '(último conocido)',
  },
  upcoming: {
    title: 'Próximas 24 horas',
    now: (running, waiting, unserved) =>
      `Ahora: ${formatCount(running)} en marcha, ${formatCount(waiting)} en espera${unserved}.`,
    unserved: (count) => ` (${formatCount(count)} sin proceso)`,
    later: (count) =>
      `Después: ${count === 0 ? 'nada previsto' : forms(count, { one: '# exportación prevista', other: '# exportaciones previstas' })}.`,
    scale: { now: 'ahora', hours: (hours) => `+${hours} h` },
    scheduled: 'programadas',
    retries: 'reintentos',
    asList: 'Como lista',
    tryOf: (number, of) => `intento ${number} de ${of}`,
    more: (count) => `y ${formatCount(count)} más`,
  },
  runsAt: {
    started: (when) => <>ahora, empezó {when}</>,
    stuck: 'no empieza: no se encontró ningún trabajo',
    gaveUp: (when) => <>abandonada {when}</>,
    finished: (when) => <>terminada {when}</>,
    stopped: (when) => <>detenida {when}</>,
    whenFree: 'cuando haya un proceso libre',
    starts: (range) => `empieza ${range}`,
    ready: (range) => `lista ${range}`,
    estimate: (what) => `${what} (estimación)`,
  },
  reasons: {
    'no-process': (queue) => `ningún proceso atiende la cola «${queue}»`,
    paused: (queue) => `la cola «${queue}» está en pausa`,
    late: 'su hora ha pasado y el reloj va con retraso',
    stopped: 'su hora ha pasado y el reloj está parado: ningún proceso lo mira',
    window: 'espera el horario de poca carga',
    windowOf: (window) => `espera el horario de poca carga (${window})`,
    time: 'espera la hora elegida',
    turn: 'espera su turno en una solicitud conjunta',
    retry: (attempt, of) => `falló; sigue el intento ${attempt} de ${of}`,
    closed: 'el límite es 0: no puede empezar ninguna exportación',
    limit: (running, total) => `límite: ya hay ${running} de ${total} en marcha a la vez`,
    member: 'hay otra exportación del mismo miembro en marcha',
    ahead: (count) => `${count} por delante`,
    next: 'la siguiente: empieza en cuanto haya un proceso libre',
    unknown: 'no se sabe en este momento',
  },
  expectedSize: 'previsto',
  views: { label: 'Vista', list: 'Lista', agenda: 'Agenda por días' },
  menu: {
    label: 'Acciones:',
    open: 'Abrir',
    retry: 'Reintentar ahora',
    run: 'Ejecutar ahora',
    reschedule: 'Reprogramar…',
    cancel: 'Cancelar',
    deleteFile: 'Borrar el fichero',
    copyLink: 'Copiar el enlace',
    others: 'Exportaciones del usuario',
  },
  days: {
    now: 'Ahora',
    today: 'Hoy',
    tomorrow: 'Mañana',
    endedToday: 'Terminadas hoy',
    endedYesterday: 'Terminadas ayer',
    ended: (day) => `Terminadas el ${day}`,
    label: (zone) => `Los días y las horas son los de la zona horaria ${zone}.`,
    also: 'ahora',
  },
  reschedule: {
    title: (type, name) => `Reprogramar la exportación de @${name} (${type})`,
    note: 'Empieza entonces, o en cuanto haya después un proceso libre.',
    retryNote: 'Su próximo intento empieza entonces. El número de intentos no cambia.',
    when: 'Cuándo',
    zone: (zone) => `En la zona horaria ${zone}.`,
    why: 'Por qué',
    whyHint: 'Para la auditoría.',
    submit: 'Reprogramar',
    keep: 'Dejarla',
    noTime: 'Indica fecha y hora.',
    past: 'Esa hora ya pasó. Elige una que esté por venir.',
    noReason: 'Di por qué, en pocas palabras.',
    done: (type, name) => `La exportación de @${name} (${type}) se ha reprogramado.`,
  },
  answers: {
    retry: (type, name) => `La exportación de @${name} (${type}) vuelve a esperar en la cola.`,
    run: (type, name) =>
      `La exportación de @${name} (${type}) empieza en cuanto haya un proceso libre.`,
    cancel: (type, name) => `La exportación de @${name} (${type}) se ha cancelado.`,
    'delete-file': (type, name) =>
      `El fichero de la exportación de @${name} (${type}) se ha borrado.`,
  },
  deleteFile: {
    title: 'Borrar el fichero',
    proof: (name) => `Borrar el fichero de @${name}`,
    question: (name) => `¿Borrar el fichero de @${name}?`,
    note: 'El miembro ya no podrá descargarlo y tendría que solicitar otro. La fila de la exportación se queda.',
    button: 'Borrar el fichero',
    keep: 'Conservarlo',
  },
}
