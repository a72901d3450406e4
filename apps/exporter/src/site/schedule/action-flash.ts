/** What the next page says about an action: that it is done, or why nothing was. */
import type { FlashMessage } from '@howdah/web/views'
import type { ActionResult } from '../../ledger/requests.ts'
import { whyUnchanged } from '../words/unchanged.ts'

export function actionFlash(result: ActionResult, done: string): FlashMessage {
  return result.kind === 'changed'
    ? { tone: 'ok', text: done }
    : { tone: 'warn', text: whyUnchanged(result.why) }
}
