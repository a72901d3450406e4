/** What the sentence about a failure needs to know of where it happened. */
import type { Config } from '../config/config.ts'
import type { ExportRecord } from '../ledger/types.ts'
import type { Services } from '../services.ts'
import { archivePrefix } from '../ledger/archive-prefix.ts'
import type { FailureScene } from './errors.ts'
import type { ExportArguments } from './find-export.ts'

/** Of a run: the folder that its archive is built in, and what is free there. */
export async function sceneOfRun(
  { config, storage }: Pick<Services, 'config' | 'storage'>,
  run: {
    readonly export: Pick<ExportRecord, 'type' | 'username'>
    readonly stage: string | null
    readonly neededBytes: number | null
  },
): Promise<FailureScene> {
  const isBackup = run.export.type === 'backup'
  const isInMedia = isBackup && config.media.s3 === null
  const { workDirectory, directory } = config.exports
  return {
    member: `@${run.export.username}`,
    stage: run.stage,
    folder: isInMedia ? config.media.root : isBackup ? workDirectory : directory,
    folderVariable: isInMedia ? 'PAPERCLIP_ROOT_PATH' : 'HOWDAH_DATA',
    // It may be what has failed.
    freeBytes: await storage.freeBytes(archivePrefix(run.export.type)).catch(() => null),
    neededBytes: run.neededBytes,
    statementTimeoutMs: config.database.statementTimeoutMs,
  }
}

/** Before the run, while its export is looked for. */
export function sceneOfStart(config: Config, args: ExportArguments): FailureScene {
  const member =
    'userId' in args
      ? `the member with user id ${args.userId}`
      : `the member of backup ${args.backupId}`
  return {
    member,
    stage: null,
    folder: config.exports.directory,
    folderVariable: 'HOWDAH_DATA',
    freeBytes: null,
    neededBytes: null,
    statementTimeoutMs: config.database.statementTimeoutMs,
  }
}
