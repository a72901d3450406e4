import type { WordsLike } from '../../language/catalogue.tsx'
import { forms } from '../../language/catalogue.tsx'
import type { common as english } from '../en/common.ts'

export const common: WordsLike<typeof english> = {
  units: { second: 's', minute: 'min', hour: 'h', day: 'd', ms: 'ms' },
  justNow: 'ahora mismo',
  in: (distance) => `en ${distance}`,
  ago: (distance) => `hace ${distance}`,
  days: (count) => forms(count, { one: '# día', other: '# días' }),
  states: {
    pending: 'En espera',
    scheduled: 'Programada',
    running: 'En curso',
    retrying: 'Reintentando',
    failed: 'Fallida',
    stuck: 'Atascada',
    done: 'Lista',
    expired: 'Caducada',
    cancelled: 'Cancelada',
  },
  skipToContent: 'Saltar al contenido',
}
