import type { WordsLike } from '../../language/catalogue.tsx'
import type { more as english } from '../en/more.ts'

export const more: WordsLike<typeof english> = {
  title: 'Weitere Seiten',
  limits: 'Grenzen',
  periodic: 'Regelmäßige Jobs',
  profiles: 'Profile',
  where: 'Du bist hier',
  lastSeen: 'Zuletzt gesehen',
}
