import { calendar } from './calendar.ts'
import { choices } from './choices.ts'
import { confirming } from './confirming.ts'
import { current } from './current.tsx'
import { entering } from './entering.ts'
import { failures } from './failures.ts'
import { frame } from './frame.ts'
import { memberExports } from './member-exports.tsx'
import { sessions } from './sessions.ts'

export const es = {
  calendar,
  choices,
  confirming,
  current,
  entering,
  failures,
  frame,
  memberExports,
  sessions,
}
