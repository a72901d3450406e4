import { formatCount, forms, type WordsLike } from '@howdah/web/views'
import type { exportPage as english } from '../en/export-page.ts'

const similar = (runs: number): string => forms(runs, { one: '# parecida', other: '# parecidas' })

export const exportPage: WordsLike<typeof english> = {
  deadline: (day, of) => `RGPD, día ${day} de ${of}`,
  address: 'ver la dirección',
  waited: 'Esperó',
  older: (count) => `y ${formatCount(count)} más antiguos, que se conservan`,
  numbered: (id, name) => `Exportación ${id} de @${name}`,
  progress: {
    title: 'Progreso',
    heartbeat: 'Última señal de vida',
    ready: (range, runs) => `Lista ${range} (estimación a partir de ${similar(runs)})`,
    longer: (runs) => `Tarda más que ${similar(runs)}.`,
    places: { done: 'hecho', now: 'ahora', later: 'por venir' },
  },
  giveUp: {
    button: 'Marcar como fallida y avisar al miembro',
    title: (type, name) => `¿Marcar la exportación de @${name} (${type}) como fallida?`,
    note: 'No habrá más intentos, y se avisa al miembro por correo de que no funcionó. Entonces podrá pedir otra.',
    why: 'Por qué',
    whyHint: 'Para la auditoría; el miembro no lo lee.',
    noReason: 'Di por qué, en pocas palabras.',
    keep: 'Dejarla',
    done: (type, name) =>
      `La exportación de @${name} (${type}) queda marcada como fallida y se avisa al miembro.`,
  },
  purged: {
    title: 'Esta exportación ya no está aquí',
    note: 'Las filas de exportaciones terminadas se guardan solo un tiempo; la auditoría conserva lo que se hizo con ellas.',
    when: 'Se eliminó al acabar el plazo de conservación el',
    audit: 'Ver la auditoría',
  },
}
