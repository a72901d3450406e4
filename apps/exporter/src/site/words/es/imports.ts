import type { WordsLike } from '@howdah/web/views'
import type { imports as english } from '../en/imports.ts'

export const imports: WordsLike<typeof english> = {
  tabs: { label: 'Importar y exportar', export: 'Exportar datos', import: 'Importar' },
  note: 'Las listas de otro servidor se leen aquí, y las tuyas allí.',
  title: 'Importar una lista',
  how: 'Los archivos CSV de una exportación de migración, y los de Exportar datos, son lo que lee la importación de Mastodon: seguidos, silenciados, bloqueados, dominios bloqueados, marcadores y listas. Mastodon revisa el archivo, te muestra lo que ha entendido y empieza cuando tú lo dices.',
  modes: 'Combinar conserva lo que hay y añade lo nuevo; Sobrescribir lo reemplaza.',
  open: (domain) => `Importar en ${domain}`,
  recent: 'Importaciones recientes',
  none: 'Ninguna importación en los últimos días',
  noneNote: 'Mastodon las guarda una semana; aquí se ve cómo van.',
  unreadable: 'Aquí no se pueden leer las importaciones recientes',
  unreadableNote:
    'Howdah no puede verlas en este servidor; sus administradores pueden permitirlo. Mastodon mismo muestra cómo van.',
  columns: {
    type: 'Tipo',
    state: 'Estado',
    imported: 'Importados',
    failed: 'Fallos',
    started: 'Comenzó',
  },
  types: {
    following: 'Lista de seguidos',
    blocking: 'Lista de bloqueados',
    muting: 'Lista de silenciados',
    'domain-blocking': 'Lista de dominios bloqueados',
    bookmarks: 'Marcadores',
    lists: 'Listas',
    filters: 'Filtros',
  },
  states: {
    unconfirmed: 'Sin confirmar',
    scheduled: 'Programada',
    running: 'En curso',
    finished: 'Terminada',
  },
  unknown: 'no se conoce aquí',
  overwrites: 'sobrescribe',
}
