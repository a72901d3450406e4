/**
 * The buttons that delete one job from its queue, on the page of the queue and among what a search found.
 */

import type { JobRecord } from '@howdah/engine/api'
import { isJid } from '../http/params.ts'
import { buttonClass } from '../views/form.tsx'
import type { Column } from '../views/table.tsx'
import { words } from '../words/words.ts'
import { jobFingerprint } from './find-job.ts'

/** Names the job by its text and, so that it is found wherever it has moved to, by its id. */
export function deleteColumn(): Column<JobRecord> {
  return {
    label: words().common.columns.actions,
    kind: 'actions',
    hasHiddenHead: true,
    cell: (job) => (
      <button class={buttonClass('danger')} name="job" value={valueOf(job)}>
        {words().common.delete}
      </button>
    ),
  }
}

function valueOf({ raw, jid }: JobRecord): string {
  const fingerprint = jobFingerprint(raw)
  return isJid(jid) ? `${fingerprint} ${jid}` : fingerprint
}
