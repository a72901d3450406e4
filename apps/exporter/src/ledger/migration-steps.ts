/**
 * Every step that schema `howdah` has gone through, in order; what each does lies in migrations/, a file for
 * each group of tables. A step that has shipped is never edited; a change is a new step at the end.
 * Statements end with a semicolon at the end of a line, and no line inside a function does.
 */
import {
  AUDIT_OF_LOOKS,
  AUDIT_READING,
  LOOKS,
  MEMBER_NAMES,
  OPERATIONS,
} from './migrations/administration.ts'
import {
  ADOPT,
  CREATE_EXPORTS,
  EXPORT_COUNTS,
  FIVE_TRIES,
  MISSING_REASONS,
  PARTS,
  REASONS,
  REPLACED,
  WITHOUT_MEDIA,
} from './migrations/exports.ts'
import {
  ACTIVE_BY_ID,
  ENDED_INDEX,
  SCHEDULE,
  SCHEDULE_INDEXES,
  SCHEDULE_ORDER,
  SERVER_SETTINGS,
  STATE_INDEXES,
  TYPE_INDEX,
  WITHIN_INDEXES,
} from './migrations/schedule.ts'
import { CREATE_SESSIONS, SESSION_FACTS, SIGN_IN } from './migrations/sign-in.ts'

/** One step. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

/** All of them, in order. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '001-exports', sql: CREATE_EXPORTS },
  { name: '002-sessions', sql: CREATE_SESSIONS },
  { name: '003-five-tries', sql: FIVE_TRIES },
  { name: 'adopt-performer', sql: ADOPT },
  { name: 'adopt-sign-in', sql: SIGN_IN },
  { name: 'missing-reasons', sql: MISSING_REASONS },
  { name: 'schedule', sql: SCHEDULE },
  { name: 'server-settings', sql: SERVER_SETTINGS },
  { name: 'parts', sql: PARTS },
  { name: 'schedule-indexes', sql: SCHEDULE_INDEXES },
  { name: 'active-by-id', sql: ACTIVE_BY_ID },
  { name: 'session-facts', sql: SESSION_FACTS },
  { name: 'audit-of-looks', sql: AUDIT_OF_LOOKS },
  { name: 'audit-reading', sql: AUDIT_READING },
  { name: 'schedule-order', sql: SCHEDULE_ORDER },
  { name: 'operations', sql: OPERATIONS },
  { name: 'ended-index', sql: ENDED_INDEX },
  { name: 'export-counts', sql: EXPORT_COUNTS },
  { name: 'state-indexes', sql: STATE_INDEXES },
  { name: 'member-names', sql: MEMBER_NAMES },
  { name: 'type-index', sql: TYPE_INDEX },
  { name: 'within-indexes', sql: WITHIN_INDEXES },
  { name: 'looks', sql: LOOKS },
  { name: 'without-media', sql: WITHOUT_MEDIA },
  { name: 'replaced', sql: REPLACED },
  { name: 'reasons', sql: REASONS },
]
