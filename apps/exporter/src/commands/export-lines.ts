/** Everything about one export, for people: what it is, and what that says of this one. */
import { formatBytes } from '../format-bytes.ts'
import type { ExportRecord } from '../ledger/types.ts'
import type { WaitingFacts } from '../ledger/waiting.ts'
import { rangeWords, whyWords } from '../ledger/waiting-words.ts'
import { kindWords } from './export-kind.ts'

interface ExportScene {
  /** Null when it does not wait. */
  readonly facts: WaitingFacts | null
  readonly publicUrl: string
  readonly now: Date
}

/** Pairs of a name and a text; what an export does not have is left out. */
export function exportLines(row: ExportRecord, scene: ExportScene): readonly [string, string][] {
  const lines: readonly (readonly [string, string | null])[] = [
    ['id', row.id],
    ['member', `@${row.username}, user ${row.userId}`],
    ['type', kindWords(row)],
    ['state', row.state],
    ['progress', progressWords(row)],
    ...waitingLines(scene),
    ['requested', `${moment(row.requestedAt)} by ${row.requestedBy}`],
    ['reason', row.reason],
    ['runs', row.runsAt && moment(row.runsAt)],
    ['started', row.startedAt && moment(row.startedAt)],
    ['finished', row.finishedAt && moment(row.finishedAt)],
    ['expires', row.expiresAt && moment(row.expiresAt)],
    ['replaced', row.replacedBy && `by the archive of export ${row.replacedBy}`],
    ['attempts', `${row.attempts} of ${row.maxAttempts}`],
    ['error', row.error],
    ['size', row.sizeBytes === null ? null : formatBytes(row.sizeBytes)],
    ['estimate', row.estimatedBytes === null ? null : `about ${formatBytes(row.estimatedBytes)}`],
    ['missing', row.missingFiles === 0 ? null : `${row.missingFiles} files`],
    ...archiveLines(row, scene.publicUrl),
    ['job', row.jid],
  ]
  return lines.flatMap(([name, text]) => (text === null || text === '' ? [] : [[name, text]]))
}

/** "2026-11-27 04:22:28 UTC" */
function moment(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** How far a run is; of one that has ended the last stage tells nothing. */
function progressWords({ state, progress }: ExportRecord): string | null {
  if (progress === null || state !== 'running') return null
  const { stage, done, total } = progress
  return total === null ? `${stage}: ${done}` : `${stage}: ${done} of ${total}`
}

function waitingLines({ facts, now }: ExportScene): readonly (readonly [string, string | null])[] {
  if (facts === null) return []
  const { ahead, queue, starts, finishes } = facts
  return [
    ['place', ahead === null ? null : `${ahead + 1} in queue ${queue}`],
    ['why', whyWords(facts)],
    ['starts', starts === null ? null : `${rangeWords(starts, now)} (estimate)`],
    ['ready', finishes === null ? null : `${rangeWords(finishes, now)} (estimate)`],
  ]
}

/** Each file of an archive that is in several has a line of its own. */
function archiveLines(
  row: ExportRecord,
  publicUrl: string,
): readonly (readonly [string, string])[] {
  if (row.state !== 'done') return []
  const url = `${publicUrl}/exports/${row.id}/download`
  return [
    ['download', url],
    ...row.parts.map(
      (part, index) =>
        [
          `part ${index + 1}`,
          `${part.fileName}, ${formatBytes(part.sizeBytes)}, ${url}?part=${index + 1}`,
        ] as const,
    ),
  ]
}
