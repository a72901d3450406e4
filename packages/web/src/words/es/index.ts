import { common } from './common.ts'
import { identity } from './identity.ts'
import { looks } from './looks.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { shortcuts } from './shortcuts.ts'

export const es = { common, identity, looks, settings, shell, shortcuts }
