import { common } from './common.ts'
import { shortcuts } from './shortcuts.ts'

export const de = { common, shortcuts }
