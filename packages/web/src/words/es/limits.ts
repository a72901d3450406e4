import { forms } from '../../language/catalogue.tsx'
import type { WordsLike } from '../../language/catalogue.tsx'
import type { limits as english } from '../en/limits.ts'

export const limits: WordsLike<typeof english> = {
  note: 'Cuántos trabajos de una clase o de una cola se ejecutan a la vez, entre todos los procesos.',
  none: 'No hay ningún límite.',
  noneMore:
    'Un límite aparece cuando se ha ejecutado un proceso que lo define, o cuando alguien lo fija por su nombre.',
  more: (count: number) =>
    forms(count, { one: '# límite más no se muestra.', other: '# límites más no se muestran.' }),
  limit: 'Límite',
  running: 'En ejecución',
  perKey: 'Por clave',
  waiting: 'En espera',
  decides: 'Quién decide',
  code: 'El código',
  byHand: 'Fijado aquí',
  nobody: 'Ya ningún proceso',
  of: (held: string, total: string) => `${held} de ${total}`,
  any: 'sin límite',
  stopped: 'Detenido',
  full: 'Lleno',
  sets: 'Qué limita',
  saysCode: 'El código dice',
  rule: (total: string, perKey: string) => `${total} a la vez, ${perKey} con la misma clave`,
  queue: 'Cola',
  metrics: 'Métricas',
  holders: 'Quién ocupa un puesto',
  holdersNone: 'Nadie ocupa un puesto.',
  holdersSome: (count: number) =>
    forms(count, { one: '# más ocupa uno.', other: '# más ocupan uno.' }),
  waits: 'Qué espera un puesto',
  waitsNone: 'Nada espera un puesto.',
  jobs: 'trabajos',
  job: 'Trabajo',
  key: 'Clave',
  process: 'Proceso',
  woken: (when: string) => `despertado ${when}, a punto de empezar`,
  since: 'Espera desde',
  change: 'Cambiarlo',
  changeNote:
    'Surte efecto de inmediato, en todos los procesos. Lo que se ejecuta sigue; lo que ahora cabe empieza. Vacío: lo que diga el código; 0: no empieza nada nuevo.',
  total: 'A la vez',
  totalPerKey: 'A la vez con la misma clave',
  save: 'Fijar',
  wrong: 'Un límite es un número entero desde 0, o vacío.',
  saved: (name: string, woken: number) =>
    `El límite ${name} está fijado. ${forms(woken, { one: '# trabajo en espera puede empezar.', other: '# trabajos en espera pueden empezar.' })}`,
  reset: 'Que decida el código…',
  resetQuestion: (name: string) => `¿Que el código vuelva a decidir sobre ${name}?`,
  resetNote: (rule: string) =>
    `Se olvida lo que se fijó aquí. El código dice: ${rule}. Los trabajos en ejecución siguen.`,
  resetNobody:
    'Se olvida lo que se fijó aquí. Ningún proceso define ya este límite, así que sus trabajos quedan libres.',
  resetButton: 'Que decida el código',
  keep: 'Dejarlo como está',
  resetDone: (name: string, woken: number) =>
    `El código vuelve a decidir sobre ${name}. ${forms(woken, { one: '# trabajo en espera puede empezar.', other: '# trabajos en espera pueden empezar.' })}`,
  resetNothing: (name: string) => `No había nada fijado para ${name}; ya decide el código.`,
  unknown: (name: string) => `Ningún límite se llama «${name}».`,
}
