/**
 * The words of the site's own pages, in every language. English says what there is to say: a language
 * that lacks a text does not compile.
 */
import { catalogue } from '@howdah/web/views'
import { ar } from './ar/index.ts'
import { de } from './de/index.ts'
import { en } from './en/index.ts'
import { es } from './es/index.ts'
import { ja } from './ja/index.ts'

/** The words of the current reader. */
export const words = catalogue<typeof en>({ en, de, es, ja, ar })
