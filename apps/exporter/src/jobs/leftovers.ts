/** Unfinished files that nobody will go on with. */
import { forgetPartial, leftoverOf } from '../ledger/upkeep.ts'
import type { Services } from '../services.ts'

/**
 * Deletes what an export left when no run will follow: it gave up, or somebody cancelled it. The
 * upkeep does the same for those whose process was killed meanwhile.
 */
export async function cleanLeftover(
  { db, storage, logger }: Pick<Services, 'db' | 'storage' | 'logger'>,
  exportId: string,
): Promise<void> {
  const leftover = await leftoverOf(db, exportId)
  if (leftover === null) return
  try {
    await storage.clean(leftover.partialKey)
    await forgetPartial(db, leftover)
  } catch (error) {
    // How the export ended is told all the same.
    logger.warn({ err: error, export_id: exportId }, 'An unfinished file could not be deleted yet.')
  }
}
