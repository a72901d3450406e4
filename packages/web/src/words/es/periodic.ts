import type { WordsLike } from '../../language/catalogue.tsx'
import type { periodic as english } from '../en/periodic.ts'

export const periodic: WordsLike<typeof english> = {
  note: 'Trabajos que encola el reloj, de todos los programas de este Redis.',
  none: 'Ningún programa define un trabajo periódico.',
  noneMore:
    'Aparecen cuando arranca un proceso que define uno. Los de Sidekiq Enterprise están en otro lugar y no se muestran.',
  name: 'Nombre',
  schedule: 'Horario',
  next: 'Próximo',
  last: 'Último turno',
  state: 'Estado',
  class: 'Clase',
  queue: 'Cola',
  args: 'Argumentos',
  missed: 'Turnos perdidos',
  missedWords: { skip: 'se omiten', once: 'se recuperan una vez', all: 'se recuperan todos' },
  seen: 'Visto por última vez en un proceso',
  active: 'Activo',
  paused: 'En pausa',
  resting: 'En reposo: ningún proceso lo define',
  never: 'nunca',
  runs: 'Ejecuciones',
  runsNote:
    'Las últimas 25. Qué fue de una ejecución está en la página de su trabajo, mientras Redis lo conozca.',
  runsNone: 'Todavía no se ha ejecutado.',
  forTick: 'Para',
  pushed: 'Encolado',
  cause: 'Por',
  causes: { clock: 'el reloj', hand: 'una persona' },
  job: 'Trabajo',
  pause: 'Pausar',
  resume: 'Reanudar',
  runNow: 'Ejecutar ahora',
  pausedNow: (name: string) =>
    `${name} está en pausa: sus turnos pasan sin trabajo hasta que se reanude.`,
  pausedAlready: (name: string) => `${name} ya estaba en pausa.`,
  resumed: (name: string) =>
    `${name} sigue con su próximo turno. Lo que pasó mientras tanto no se recupera.`,
  resumedAlready: (name: string) => `${name} no estaba en pausa.`,
  ran: (name: string) => `El trabajo de ${name} está en su cola.`,
  notRun: (name: string) =>
    `No se encoló nada: un trabajo de ${name} ya espera o se ejecuta, y solo puede haber uno.`,
  gone: (name: string) => `Ningún programa define ya ${name}, así que no se encoló nada.`,
  unknown: (name: string) => `Ningún trabajo periódico se llama «${name}».`,
  more: 'Solo se muestran los cien primeros.',
}
