import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { queues as english } from '../en/queues.tsx'

export const queues: WordsLike<typeof english> = {
  nothingWaits: (queueCount) =>
    forms(queueCount, { one: 'Nada espera en # cola.', other: 'Nada espera en # colas.' }),
  waiting: (jobs, queueCount) =>
    forms(queueCount, { one: `${jobs} en # cola.`, other: `${jobs} en # colas.` }),
  noQueue: 'Ninguna cola ha tenido aún un trabajo.',
  noQueueHint: 'Una cola aparece con su primer trabajo, o cuando un proceso la atiende.',
  notShown: (count, address) => (
    <>
      {forms(count, {
        one: '# cola más no se muestra; ábrala por su dirección,',
        other: '# colas más no se muestran; abra cada una por su dirección,',
      })}{' '}
      {address}.
    </>
  ),
  rates:
    'Las tasas son trabajos por minuto durante los últimos cinco minutos: lo que llegó se cuenta entre los trabajos en espera; lo que se tomó se deduce del tamaño. La línea muestra el tamaño durante la última hora, en la medida en que este servidor lo ha observado.',
  columns: {
    name: 'Nombre',
    size: 'Tamaño',
    oldestWaits: 'Espera máxima',
    in: 'Entran',
    out: 'Salen',
    workers: 'Procesos',
    lastHour: 'Última hora',
    enqueued: 'En cola desde',
    waiting: 'Espera',
  },
  noWorkers: 'ninguno',
  sizeLine: 'Tamaño durante la última hora',
  paused: 'En pausa',
  empty: 'Vacía',
  running: 'En marcha',
  nobodyListens: 'Nadie la atiende',
  pausedElsewhere: 'por otro programa',
  by: (name) => <>por {name}</>,
  pause: 'Pausar',
  resume: 'Reanudar',
  clear: 'Vaciar…',
  backlog: (command) => (
    <>
      Cuando los trabajos esperan mucho, las peticiones llegan más rápido de lo que se atienden.
      Ayuda tener más procesos: inicie {command} una vez más.
    </>
  ),
  queue: (name) => `Cola ${name}`,
  clearQueue: 'Vaciar la cola…',
  listening: (count) =>
    forms(count, { one: '# proceso la atiende', other: '# procesos la atienden' }),
  listeningOnly: (listening) => `${listening}.`,
  waits: (count, oldest, listening) =>
    forms(count, {
      one: `# trabajo espera, el más antiguo desde hace ${oldest}; ${listening}.`,
      other: `# trabajos esperan, el más antiguo desde hace ${oldest}; ${listening}.`,
    }),
  moreHelp: (command) => (
    <>
      Si la cola crece, las peticiones llegan más rápido de lo que se atienden, y ayuda tener más
      procesos: {command}
    </>
  ),
  comeIn: 'Entran',
  taken: 'Salen',
  nothingIn: (name) => `Nada espera en ${name}.`,
  lastFinished: (time) => <>Último trabajo terminado: {time}.</>,
  lastFinishedNote: 'Lo indican los procesos de Howdah; los de Ruby no lo anotan.',
  lastFinishedUnknown:
    'No se sabe cuándo terminó su último trabajo: solo los procesos de Howdah lo anotan, durante 30 días.',
  anyClass: 'todas',
  classHint: (count) => `De los próximos ${count} trabajos; se busca en toda la cola.`,
  captions: {
    next: (name) => `Trabajos en ${name}, primero el siguiente`,
    newest: (name) => `Trabajos en ${name}, primero el más reciente`,
  },
  order: 'Orden',
  orders: { next: 'Próximos primero', newest: 'Más recientes' },
  noSuchName: 'Ninguna cola puede llamarse así.',
  noSuchQueue: (name) =>
    `En este momento no existe la cola «${name}». Aparecerá con su próximo trabajo.`,
  pausedAlready: (name) => `La cola ${name} ya estaba en pausa.`,
  nowPaused: (name) =>
    `La cola ${name} está en pausa: los trabajos en curso continúan y los que esperan se quedan hasta que se reanude. Los procesos de Sidekiq solo respetan una pausa con Pro.`,
  notPaused: (name) => `La cola ${name} no está en pausa.`,
  goesOn: (name) => `La cola ${name} continúa.`,
  jobGone: 'Ese trabajo ya no está en esta cola: está en curso, terminó o se eliminó.',
  jobDeleted: (name) => `Trabajo eliminado de la cola ${name}.`,
  emptyAlready: (name) => `La cola ${name} ya está vacía.`,
  clearQuestion: (name) => `¿Vaciar la cola ${name}?`,
  clearConsequence: (count) =>
    forms(count, {
      one: 'Su # trabajo se elimina y no se ejecutará. Esto no se puede deshacer.',
      other: 'Todos sus # trabajos se eliminan y no se ejecutarán. Esto no se puede deshacer.',
    }),
  deleteJobs: (count) => forms(count, { one: 'Eliminar # trabajo', other: 'Eliminar # trabajos' }),
  typeExactly: (name) => `Escriba el nombre exactamente así: ${name}`,
  cleared: (count, name) =>
    forms(count, {
      one: `# trabajo eliminado de ${name}.`,
      other: `# trabajos eliminados de ${name}.`,
    }),
  duplicateOf: (position) => `Duplicado de #${position}`,
  duplicates: (count) =>
    forms(count, {
      one: '# trabajo pide lo que otro anterior ya hace. El primero de cada uno se queda.',
      other: '# trabajos piden lo que otro anterior ya hace. El primero de cada uno se queda.',
    }),
  deleteDuplicates: (count) =>
    forms(count, { one: 'Eliminar # duplicado', other: 'Eliminar # duplicados' }),
  duplicatesDeleted: (count) =>
    forms(count, { one: '# duplicado eliminado.', other: '# duplicados eliminados.' }),
  goneAlready: (count) =>
    forms(count, { one: '# trabajo ya no estaba.', other: '# trabajos ya no estaban.' }),
}
