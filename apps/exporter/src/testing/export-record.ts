/** An export record for tests of words and pictures; say only what matters. */
import type { ExportRecord } from '../ledger/types.ts'

/** A pending archive of @ada, requested a minute ago, with some fields changed. */
export function exportRecord(change: Partial<ExportRecord> = {}): ExportRecord {
  return {
    id: '1093',
    userId: '42',
    accountId: '4200',
    username: 'ada',
    email: 'ada@example.social',
    type: 'backup',
    state: 'pending',
    jid: 'a'.repeat(24),
    performer: 'howdah',
    backupId: null,
    requestedAt: new Date('2026-11-23T14:01:00Z'),
    requestedBy: 'member',
    runsAt: null,
    startedAt: null,
    finishedAt: null,
    expiresAt: null,
    attempts: 0,
    maxAttempts: 5,
    progress: null,
    sizeBytes: null,
    fileName: null,
    storageKey: null,
    sha256: null,
    error: null,
    errorClass: null,
    missingFiles: 0,
    missingFileNames: [],
    missingFileReasons: [],
    downloads: 0,
    lastDownloadAt: null,
    heartbeatAt: null,
    ...change,
  }
}
