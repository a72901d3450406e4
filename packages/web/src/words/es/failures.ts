import type { WordsLike } from '../../language/catalogue.tsx'
import type { failures as english } from '../en/failures.ts'

export const failures: WordsLike<typeof english> = {
  looked: (retries, dead) => `Se revisaron ${retries} y ${dead}.`,
  all: (what) => what,
  part: (seen, what) => `${seen} de ${what}, primero las horas más recientes`,
  nothing: 'No ha fallado nada que aún espere un reintento o esté muerto.',
  caption: 'Fallos por error',
  note: 'Se cuenta el último fallo de cada trabajo. Los que después salieron bien no están aquí; Métricas tiene los números de todas las ejecuciones fallidas.',
  where: 'Dónde',
  spans: { '1h': 'Última hora', '24h': 'Último día', '7d': 'Última semana' },
  inAll: 'En total',
  last: 'Último',
  noClass: 'Sin clase',
}
