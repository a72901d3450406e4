import { common } from './common.ts'
import { shortcuts } from './shortcuts.ts'

export const ar = { common, shortcuts }
