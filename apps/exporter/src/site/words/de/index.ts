import { de as reasons } from '../../../ledger/reasons/words/de.ts'
import { audit } from './audit.ts'
import { bulk } from './bulk.ts'
import { calendar } from './calendar.ts'
import { choices } from './choices.ts'
import { confirming } from './confirming.ts'
import { current } from './current.tsx'
import { deeds } from './deeds.ts'
import { doctor } from './doctor.ts'
import { editUser } from './edit-user.ts'
import { entering } from './entering.ts'
import { exportDetail } from './export-detail.tsx'
import { exportPage } from './export-page.ts'
import { failures } from './failures.ts'
import { frame } from './frame.ts'
import { imports } from './imports.ts'
import { mailbox } from './mailbox.ts'
import { memberExports } from './member-exports.tsx'
import { numbers } from './numbers.ts'
import { overview } from './overview.ts'
import { schedule } from './schedule.tsx'
import { serverExports } from './server-exports.tsx'
import { sessions } from './sessions.ts'
import { times } from './times.ts'
import { unchanged } from './unchanged.ts'
import { users } from './users.ts'
import { withoutMedia } from './without-media.ts'

export const de = {
  audit,
  bulk,
  calendar,
  choices,
  confirming,
  current,
  deeds,
  doctor,
  editUser,
  entering,
  exportDetail,
  exportPage,
  failures,
  frame,
  imports,
  mailbox,
  memberExports,
  numbers,
  overview,
  reasons,
  schedule,
  serverExports,
  sessions,
  times,
  unchanged,
  users,
  withoutMedia,
}
