/** The check of a finished archive, for tests that have only its file and its log. */
import { ArchiveCheck } from '../archive/archive-check.ts'
import type { EntryLog, FinishedPart } from '../archive/entry-log.ts'

export async function verifyZip(path: string, log: EntryLog, part = 1): Promise<FinishedPart> {
  const check = new ArchiveCheck({ pathOf: () => path, log })
  try {
    return await check.finish(part)
  } finally {
    await check.stop()
  }
}
