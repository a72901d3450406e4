import type { WordsLike } from '../../language/catalogue.tsx'
import type { search as english } from '../en/search.ts'

export const search: WordsLike<typeof english> = {
  titleOf: (query) => `${query} – Búsqueda`,
  searchIn: 'Buscar en',
  searchFor: 'Buscar',
  placeholder: 'class: queue: error: args.user_id: o cualquier texto',
  submit: 'Buscar',
  queue: (name) => `Cola ${name}`,
  help: {
    title: 'Qué se puede preguntar',
    class: 'trabajos cuya clase lo contiene',
    queue: 'trabajos de esa cola',
    error: 'trabajos cuyo último error lo contiene, en la clase o en el mensaje',
    args: 'trabajos con exactamente ese valor en ese lugar de un argumento',
    since: 'trabajos que fallaron en la última hora (también 30m, 7d)',
    tag: 'trabajos con esa etiqueta o ese id',
    note: 'Todas las partes deben coincidir; las mayúsculas cuentan; lo demás es texto que se busca en todo el trabajo. Para buscar en una cola, empiece en su página.',
  },
  searchedAll: (jobs, found) => `Buscado en ${jobs} – ${found} encontrados.`,
  searchedRest: (seen, total, found) => `Buscado en ${seen} de ${total} – ${found} encontrados.`,
  searchedPart: (seen, total, found) => `Buscado en ${seen} de ${total} – ${found} encontrados`,
  goOn: 'Continuar',
  nothingYet: 'Nada en esta parte; continúe para mirar el resto.',
  noMore: 'No coincide ningún trabajo más.',
  nothing: 'Aquí no coincide ningún trabajo.',
  nothingHint:
    'Las mayúsculas cuentan y todas las partes deben coincidir. Los valores ocultos no se pueden buscar.',
  caption: 'Trabajos que coinciden',
  allThatFit: 'Todos los que coinciden:',
  all: {
    retry: 'Reintentar todos…',
    'run-now': 'Ejecutar todos…',
    delete: 'Eliminar todos…',
    kill: 'Dar por muertos todos…',
  },
}
