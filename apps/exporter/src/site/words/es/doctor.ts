import { forms, type WordsLike } from '@howdah/web/views'
import type { doctor as english } from '../en/doctor.ts'

export const doctor: WordsLike<typeof english> = {
  title: 'Diagnóstico',
  note: 'Lo mismo que «howdah doctor» en una terminal.',
  again: 'Comprobar otra vez',
  caption: 'Comprobaciones, lo que va mal primero',
  columns: { state: 'Estado', check: 'Comprobación', found: 'Resultado' },
  states: { ok: 'Bien', warning: 'Advertencia', error: 'Error', unknown: 'Desconocido' },
  looksAt: 'Qué mira',
  summary: (checks, counts) => `${checks} comprobaciones: ${counts}.`,
  allWell: 'todo bien',
  counts: {
    error: (count) => forms(count, { one: '# error', other: '# errores' }),
    warning: (count) => forms(count, { one: '# advertencia', other: '# advertencias' }),
    unknown: (count) => `${count} sin mirar`,
  },
  failed: (reason) => `No se ha logrado: ${reason}.`,
}
