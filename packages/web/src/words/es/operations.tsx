import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { operations as english } from '../en/operations.tsx'

export const operations: WordsLike<typeof english> = {
  note: 'Reintentar o eliminar muchos trabajos a la vez. Los eliminados se pueden recuperar durante 24 horas.',
  empty: 'Aún no se ha hecho nada con muchos trabajos a la vez.',
  emptyHint:
    'Una operación empieza con «todos» en una lista, o con todo lo que encuentra una búsqueda.',
  caption: 'Operaciones, las más recientes primero',
  columns: { what: 'Qué', done: 'Hechos', by: 'Por', reason: 'Motivo', begun: 'Inicio' },
  jobsOfQueue: (queue) => `trabajos de la cola ${queue}`,
  titleAll: {
    retry: (noun) => `Reintentar todos los ${noun}`,
    'run-now': (noun) => `Ejecutar todos los ${noun}`,
    delete: (noun) => `Eliminar todos los ${noun}`,
    kill: (noun) => `Dar por muertos todos los ${noun}`,
  },
  titleFound: {
    retry: (noun, query) => `Reintentar los ${noun} que coinciden con ${query}`,
    'run-now': (noun, query) => `Ejecutar los ${noun} que coinciden con ${query}`,
    delete: (noun, query) => `Eliminar los ${noun} que coinciden con ${query}`,
    kill: (noun, query) => `Dar por muertos los ${noun} que coinciden con ${query}`,
  },
  titleChosen: (what) => `Eliminar ${what}`,
  states: {
    running: 'En curso',
    undoing: 'Recuperando',
    aborted: 'Interrumpida',
    undone: 'Recuperados',
    done: 'Hecha',
  },
  unknown: 'No existe esa operación; se guardan 30 días.',
  abort: 'Interrumpir',
  putBack: (count) => forms(count, { one: 'Recuperar # trabajo', other: 'Recuperar # trabajos' }),
  progress: 'Progreso',
  restored: (restored, jobs) => `Recuperados ${restored} de ${jobs}.`,
  looked: {
    retry: (looked, jobs, done) => `Revisados ${looked} de ${jobs}; movidos a sus colas: ${done}.`,
    delete: (looked, jobs, done) => `Revisados ${looked} de ${jobs}; eliminados: ${done}.`,
    kill: (looked, jobs, done) => `Revisados ${looked} de ${jobs}; pasados a los muertos: ${done}.`,
  },
  filter: 'Filtro',
  chosen: 'elegidos uno a uno',
  noFilter: 'ninguno: todos',
  ended: 'Fin',
  took: 'Duración',
  keptForSet: (until) => (
    <>Los trabajos eliminados se guardan hasta {until} y vuelven a los lugares que tenían.</>
  ),
  keptForQueue: (until) => (
    <>
      Los trabajos eliminados se guardan hasta {until}. Se pueden devolver al final de su cola, en
      el orden que tenían.
    </>
  ),
  nowAborted: 'Interrumpida. Lo hecho queda hecho; el resto sigue como estaba.',
  hadEnded: 'Ya había terminado.',
  nothingLeft: 'No queda nada que recuperar.',
  nowUndoing: 'Se están recuperando los trabajos eliminados.',
  runAll: (count) => `Ejecutar todos (${count})`,
  runAllQuestion: (what) => `¿Ejecutar todos? Son ${what}`,
  questionFound: {
    retry: (noun) => `¿Reintentar todos los ${noun} que coinciden?`,
    'run-now': (noun) => `¿Ejecutar todos los ${noun} que coinciden?`,
    delete: (noun) => `¿Eliminar todos los ${noun} que coinciden?`,
    kill: (noun) => `¿Dar por muertos todos los ${noun} que coinciden?`,
  },
  labelFound: {
    retry: 'Reintentar los que coinciden',
    'run-now': 'Ejecutar los que coinciden',
    delete: 'Eliminar los que coinciden',
    kill: 'Dar por muertos los que coinciden',
  },
  allLookedAt: (count, query) =>
    `Se revisan todos (${count}); se toman los que coinciden con «${query}».`,
  effect: {
    delete: 'No se ejecutarán. Durante 24 horas se pueden recuperar.',
    queue: 'No se ejecutarán. Durante 24 horas se pueden devolver al final de la cola.',
    run: 'Pasan a sus colas y se ejecutan en cuanto haya procesos libres.',
  },
  inBackground: 'Se hace en segundo plano y se puede interrumpir.',
  sayWhy: 'Diga por qué, en pocas palabras.',
  emptySearch: 'La búsqueda estaba vacía, así que no se hizo nada.',
  begun: 'Iniciada. Esta página la sigue.',
}
