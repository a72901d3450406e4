/**
 * The words of the checks, in the language of who reads: a page shows them in its reader's, and a shell,
 * where nobody has chosen one, in English.
 */
import { catalogue } from '@howdah/web/views'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { ja } from './ja.ts'

/** The words of the current reader. */
export const words = catalogue<typeof en>({ en, de, es, ja, ar })
