import type { WordsLike } from '../../language/catalogue.tsx'
import type { more as english } from '../en/more.ts'

export const more: WordsLike<typeof english> = {
  title: 'Más páginas',
  limits: 'Límites',
  periodic: 'Trabajos periódicos',
  profiles: 'Perfiles',
  where: 'Estás aquí',
  lastSeen: 'Visto por última vez',
}
