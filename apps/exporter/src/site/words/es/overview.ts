import type { WordsLike } from '@howdah/web/views'
import type { overview as english } from '../en/overview.ts'

export const overview: WordsLike<typeof english> = {
  title: 'Administración',
  note: 'Lo que requiere atención ahora.',
  cards: 'De un vistazo',
  attention: 'Exportaciones que requieren atención',
  attentionNote: 'fallidas o atascadas',
  failed: 'Fallidas en 24 horas',
  failedNote: 'exportaciones que se abandonaron',
  unserved: 'Colas sin procesos',
  unservedNote: (names) => `nadie atiende ${names}`,
  served: 'todas las colas con trabajos tienen procesos',
  disk: 'Espacio libre',
  diskNote: 'donde están los archivos',
  unlimited: 'Sin límite',
  unlimitedNote: 'los archivos están en un bucket',
  unknown: 'Desconocido',
  unknownNote: 'Redis no responde',
}
