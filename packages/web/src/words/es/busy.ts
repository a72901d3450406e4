import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { busy as english } from '../en/busy.ts'

export const busy: WordsLike<typeof english> = {
  note: ({ processes, running, threads, share, memory }) =>
    `${processes}, ${running} de ${threads} en uso${share === null ? '' : ` (${share})`}${memory === null ? '' : `, ${memory} de memoria`}.`,
  processes: 'Procesos',
  columns: {
    process: 'Proceso',
    queues: 'Colas',
    started: 'Iniciado',
    rss: 'RSS',
    threads: 'Hilos',
    busy: 'En uso',
    beat: 'Latido',
    progress: 'Progreso',
    runningFor: 'Desde hace',
  },
  leader: 'Líder',
  quiet: 'En silencio',
  embedded: 'Integrado',
  andMore: (count) => forms(count, { other: 'y # más' }),
  late: (span) => `${span}, con retraso`,
  orphan: 'Huérfano: su proceso ya no existe',
  silent: 'Su proceso no da señales',
  running: 'Trabajos en ejecución',
  runningNoun: 'trabajos en ejecución',
  processesNoun: 'procesos',
  runningCaption: 'Trabajos en ejecución, primero los huérfanos y los más largos',
  nothingRuns: 'Ahora mismo no se ejecuta ningún trabajo.',
  quietLink: 'Silenciar…',
  stopLink: 'Detener…',
  quietAll: 'Silenciar todos…',
  stopAll: 'Detener todos…',
  noSuchProcess: 'No hay ningún proceso así en ejecución.',
  allProcesses: 'todos los procesos',
  askQuiet: {
    question: (name) => `¿Silenciar ${name}?`,
    consequence:
      'No se toman trabajos nuevos y los que se ejecutan terminan. Solo un reinicio lo deshace.',
    label: (name) => `Silenciar ${name}`,
  },
  askStop: {
    question: (name) => `¿Detener ${name}?`,
    consequence:
      'No se toman trabajos nuevos; los que se ejecutan tienen 25 segundos y después vuelven a sus colas. Luego termina.',
    label: (name) => `Detener ${name}`,
  },
  gone: 'Ese proceso ya no se está ejecutando.',
  toldQuiet: (name) =>
    `Se pidió a ${name} que no tome más trabajos; lo sabrá con su próximo latido, en menos de 10 s.`,
  toldStop: (name) =>
    `Se pidió a ${name} que se detenga; lo sabrá con su próximo latido, en menos de 10 s.`,
  allToldQuiet: (count) =>
    forms(count, {
      one: 'Se pidió a # proceso que no tome más trabajos.',
      other: 'Se pidió a # procesos que no tomen más trabajos.',
    }),
  allToldStop: (count) =>
    forms(count, {
      one: 'Se pidió a # proceso que se detenga.',
      other: 'Se pidió a # procesos que se detengan.',
    }),
}
