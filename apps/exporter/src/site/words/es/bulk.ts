import { forms, type WordsLike } from '@howdah/web/views'
import type { bulk as english } from '../en/bulk.ts'

const exportsOf = (count: number): string =>
  forms(count, { one: '# exportación', other: '# exportaciones' })

export const bulk: WordsLike<typeof english> = {
  bar: {
    label: 'Exportaciones seleccionadas',
    selected: 'seleccionadas',
    retry: 'Reintentar ahora',
    cancel: 'Cancelar',
    'delete-file': 'Borrar',
    all: (count) =>
      forms(count, {
        one: 'o # exportación que coincide con este filtro…',
        other: 'o las # exportaciones que coinciden con este filtro…',
      }),
    allUncounted: 'o todas las exportaciones que coinciden con este filtro…',
  },
  actions: {
    retry: {
      choice: 'Volver a la cola',
      question: (count) => `¿Devolver a la cola ${exportsOf(count)}?`,
      consequence:
        'Las que fallaron, están atascadas o esperan un intento empiezan en cuanto haya procesos libres.',
      button: 'Reintentar ahora',
      done: (count) => `Devueltas a la cola: ${exportsOf(count)}.`,
    },
    cancel: {
      choice: 'Cancelar',
      question: (count) => `¿Cancelar ${exportsOf(count)}?`,
      consequence:
        'Se detienen, también las que están en marcha. Sus miembros pueden solicitar otras.',
      button: 'Cancelarlas',
      done: (count) => `Canceladas: ${exportsOf(count)}.`,
    },
    'delete-file': {
      choice: 'Borrar el fichero',
      question: (count) => `¿Borrar los ficheros de ${exportsOf(count)}?`,
      consequence:
        'Sus miembros ya no podrán descargarlos y tendrían que solicitar otros. Las filas se quedan.',
      button: 'Borrar los ficheros',
      done: (count) => forms(count, { one: '# fichero borrado.', other: '# ficheros borrados.' }),
    },
  },
  proof: 'Borrar los ficheros de varias exportaciones',
  nothingTicked: 'No había nada seleccionado, así que no se ha hecho nada.',
  left: (count) =>
    forms(count, {
      one: '# exportación se quedó como estaba:',
      other: '# exportaciones se quedaron como estaban:',
    }),
  why: 'Por qué',
  whyHint: 'Queda en la auditoría y en la historia de cada exportación.',
  noReason: 'Di por qué, en pocas palabras.',
  noAction: 'Elige qué hacer.',
  nothingFits: 'Ya no coincide ninguna exportación, así que no se ha hecho nada.',
  keep: 'Dejarlas',
  all: {
    title: 'Todas las exportaciones que coinciden con el filtro',
    note: 'Trabaja en segundo plano, unas pocas a la vez, y se puede interrumpir. Lo que llegue después no se toca.',
    filter: 'Filtro:',
    everything: 'ninguno, todo el plan',
    what: 'Qué hacer',
    begin: 'Empezar',
  },
  operations: {
    title: 'Operaciones con exportaciones',
    note: 'Lo que se hizo con muchas exportaciones a la vez.',
    none: 'Todavía no se ha hecho nada con muchas exportaciones a la vez.',
    crumb: 'Exportaciones',
    head: {
      what: 'Qué',
      state: 'Estado',
      done: 'Hechas',
      by: 'Quién',
      reason: 'Motivo',
      begun: 'Empezó',
    },
    states: { running: 'En marcha', done: 'Terminada', aborted: 'Interrumpida' },
    looked: (looked, total, changed) => `Revisadas ${looked} de ${total}; cambiadas ${changed}.`,
    rest: (count) =>
      forms(count, {
        one: '# exportación había cambiado entretanto y no se tocó.',
        other: '# exportaciones habían cambiado entretanto y no se tocaron.',
      }),
    problem: (text) => `Está detenida: ${text} Continúa por sí sola.`,
    abort: 'Interrumpir',
    aborted: 'Interrumpida. Lo hecho queda hecho; el resto está como estaba.',
    over: 'Ya había terminado.',
    ended: 'Terminó',
    took: 'Duración',
    progress: 'Progreso',
    missing: 'Esa operación no existe.',
  },
}
