import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { sets as english } from '../en/sets.tsx'

export const sets: WordsLike<typeof english> = {
  kinds: {
    schedule: {
      title: 'Trabajos programados',
      noun: 'trabajos programados',
      counted: (count) =>
        forms(count, { one: '# trabajo programado', other: '# trabajos programados' }),
      note: 'Trabajos que esperan su momento. Entonces pasan a su cola.',
      empty: 'No hay trabajos programados.',
    },
    retry: {
      title: 'Reintentos',
      noun: 'reintentos',
      counted: (count) => forms(count, { one: '# reintento', other: '# reintentos' }),
      note: 'Trabajos que fallaron y se intentan de nuevo, cada vez más tarde.',
      empty: 'Nada espera un reintento.',
    },
    dead: {
      title: 'Trabajos muertos',
      noun: 'trabajos muertos',
      counted: (count) => forms(count, { one: '# trabajo muerto', other: '# trabajos muertos' }),
      note: 'Trabajos que fallaron por última vez. Se guardan 6 meses, como máximo 10.000.',
      empty: 'No hay trabajos muertos.',
    },
  },
  actions: {
    retry: { label: 'Reintentar ahora', selected: 'Reintentar selección' },
    delete: { label: 'Eliminar', selected: 'Eliminar selección' },
    'run-now': { label: 'Ejecutar ahora', selected: 'Ejecutar selección' },
    kill: { label: 'Dar por muerto', selected: 'Dar por muerta la selección' },
  },
  all: {
    retry: (count) => `Reintentar todos (${count})`,
    delete: (count) => `Eliminar todos (${count})`,
    kill: (count) => `Dar por muertos todos (${count})`,
  },
  question: {
    retry: (what) => `¿Reintentar todos? Son ${what}`,
    delete: (what) => `¿Eliminar todos? Son ${what}`,
    kill: (what) => `¿Dar por muertos todos? Son ${what}`,
  },
  consequence: {
    retry: 'Pasan enseguida a sus colas y se ejecutan en cuanto haya un proceso libre.',
    delete: 'No se ejecutarán, y sus argumentos y errores desaparecen. Esto no se puede deshacer.',
    kill: 'Pasan a los muertos, donde se guardan 10.000 como máximo, y solo se ejecutan si se reintentan allí.',
  },
  allDone: {
    retry: (what) => `Movidos a sus colas: ${what}.`,
    delete: (what) => `Eliminados: ${what}.`,
    kill: (what) => `Pasados a los muertos: ${what}.`,
  },
  columns: { at: 'Momento', nextRetry: 'Próximo intento', died: 'Murió' },
  overdue: 'con retraso',
  noSuchAction: 'Aquí no existe esa acción.',
  nothingSelected: 'No se seleccionó nada, así que no se ha cambiado nada.',
  jobGone: 'Ese trabajo ya no está aquí: mientras tanto se movió, se ejecutó o se eliminó.',
  allGone: 'Ninguno de estos trabajos sigue aquí, así que no se ha cambiado nada.',
  someGone: (count) =>
    forms(count, { one: '# trabajo ya no estaba aquí.', other: '# trabajos ya no estaban aquí.' }),
  deleted: (count) =>
    forms(count, {
      one: 'Trabajo eliminado. Durante 24 horas se puede recuperar en Operaciones.',
      other: '# trabajos eliminados. Durante 24 horas se pueden recuperar en Operaciones.',
    }),
  killed: (count) =>
    forms(count, {
      one: 'Trabajo movido a los muertos.',
      other: '# trabajos movidos a los muertos.',
    }),
  movedTo: (count, queue) =>
    forms(count, {
      one: `Trabajo movido a la cola ${queue}.`,
      other: `# trabajos movidos a la cola ${queue}.`,
    }),
  movedToQueues: (count) =>
    forms(count, {
      one: 'Trabajo movido a su cola.',
      other: '# trabajos movidos a sus colas.',
    }),
  why: 'Motivo',
  typeToGoOn: (word) => <>Escriba {word} para continuar</>,
}
