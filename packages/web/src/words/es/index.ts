import { common } from './common.ts'
import { identity } from './identity.ts'
import { settings } from './settings.ts'
import { shortcuts } from './shortcuts.ts'

export const es = { common, identity, settings, shortcuts }
