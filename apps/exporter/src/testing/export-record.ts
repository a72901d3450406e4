/** An export for tests that need one and do not care about most of it. */
import type { ExportRecord } from '../ledger/types.ts'

export function exportRecord(more: Partial<ExportRecord> = {}): ExportRecord {
  return {
    id: '1',
    userId: '42',
    accountId: '109',
    username: 'ada',
    email: 'ada@example.social',
    type: 'backup',
    state: 'done',
    jid: 'b4a577edbccf1d805744efa9',
    backupId: null,
    requestedAt: new Date('2026-11-23T10:00:00Z'),
    requestedBy: 'member',
    runsAt: null,
    startedAt: null,
    finishedAt: null,
    expiresAt: null,
    attempts: 1,
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
    downloads: 0,
    lastDownloadAt: null,
    heartbeatAt: null,
    ...more,
  }
}
