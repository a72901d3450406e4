/** What the doctor's checks say, in the language of the reader. */
import { catalogue } from '@howdah/web/views'
import { ar } from '../../doctor/words/ar.ts'
import { de } from '../../doctor/words/de.ts'
import { en } from '../../doctor/words/en.ts'
import { es } from '../../doctor/words/es.ts'
import { ja } from '../../doctor/words/ja.ts'

/** The words of the current reader. */
export const checkWords = catalogue<typeof en>({ en, de, es, ja, ar })
