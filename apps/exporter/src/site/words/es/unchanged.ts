import type { WordsLike } from '@howdah/web/views'
import type { unchanged as english } from '../en/unchanged.ts'

export const unchanged: WordsLike<typeof english> = {
  missing: (id) => `No hay ninguna exportación ${id}.`,
  wrongState: {
    'queue-again': (id, state) => `La exportación ${id} (${state}) no se puede encolar de nuevo.`,
    reschedule: (id, state) => `La exportación ${id} (${state}) no se puede reprogramar.`,
    cancel: (id, state) => `La exportación ${id} (${state}) no se puede cancelar.`,
    'give-up': (id, state) => `La exportación ${id} (${state}) no se puede marcar como fallida.`,
    'delete-file': (id, state) =>
      `La exportación ${id} (${state}) no se puede borrar: no tiene archivo.`,
  },
  timeOver: 'Esa hora ya pasó. Elige una futura.',
  hasStarted: 'Entretanto ha empezado.',
  inMastodon:
    'La está creando un worker propio de Mastodon, y esos no se pueden interrumpir. Espera a que termine.',
  otherActive: (type, name) => `Ya hay otra exportación de @${name} en curso (${type}).`,
}
