/**
 * Where a run reads the rows of its archive: from the replica, once that has everything that was
 * there when the run began; else from the database itself.
 *
 * A replica is behind by milliseconds or by hours. The ledger lies in the same database, so the
 * replica shows by itself how far it is: when it has the number of this run, it has every post that
 * was written before the run began. Everything is read a page at a time: no snapshot is held, on
 * neither of the two.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import type { Run } from '../ledger/types.ts'
import { readRunNumber } from '../ledger/reading.ts'
import type { Services } from '../services.ts'

/** A healthy replica needs less than a second; one that needs longer is of no help now. */
const PATIENCE_MS = 5_000
const PAUSE_MS = 100

export async function readingDatabase(
  { db, replica, logger }: Pick<Services, 'db' | 'replica' | 'logger'>,
  run: Pick<Run, 'number' | 'export'>,
): Promise<Kysely<Database>> {
  if (replica === null) return db
  try {
    if (await hasCaughtUp(replica, run)) return replica
    logger.info({ export_id: run.export.id }, 'The replica is behind; the database itself is read.')
  } catch (error) {
    logger.warn({ err: error, export_id: run.export.id }, 'The replica cannot be read.')
  }
  return db
}

async function hasCaughtUp(
  replica: Kysely<Database>,
  run: Pick<Run, 'number' | 'export'>,
): Promise<boolean> {
  const deadlineMs = performance.now() + PATIENCE_MS
  for (;;) {
    if ((await readRunNumber(replica, run.export.id)) >= run.number) return true
    if (performance.now() > deadlineMs) return false
    await sleep(PAUSE_MS)
  }
}
