import { expect, it } from 'vitest'
import { readJobOwner } from './job-owner.ts'

it('reads the member and the export of our own jobs, with ids of any size', () => {
  const args = [{ user_id: 113060493549872113n, type: 'backup', export_id: 7 }]
  expect(readJobOwner({ class: 'BackupWorker', args })).toEqual({
    kind: 'export',
    userId: '113060493549872113',
    type: 'backup',
    exportId: '7',
    isBuilder: true,
  })
})
it('does not take the job that deletes an archive for a second one of its kind', () => {
  const args = [{ user_id: 42, type: 'backup', export_id: 7 }]
  expect(readJobOwner({ class: 'ExpireArchiveWorker', args })).toMatchObject({
    userId: '42',
    exportId: '7',
    isBuilder: false,
  })
})
it("reads the row of Mastodon's own jobs", () => {
  expect(readJobOwner({ class: 'BackupWorker', args: [54321] })).toEqual({
    kind: 'backup-row',
    backupId: '54321',
  })
})
it('leaves other jobs and broken arguments alone', () => {
  for (const args of [
    [],
    [null],
    ['x'],
    [1.5],
    [{ user_id: 'x', type: 'backup' }],
    [{ user_id: 1, type: 'x' }],
  ])
    expect(readJobOwner({ class: 'BackupWorker', args })).toBeNull()
  expect(readJobOwner({ class: 'MailWorker', args: [54321] })).toBeNull()
})
