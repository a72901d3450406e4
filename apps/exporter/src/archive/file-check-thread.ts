/** The thread of `check-thread.ts`: compares files with what is noted of them while they are written. */
import { parentPort } from 'node:worker_threads'
import type { CheckReply, CheckRequest } from './check-thread.ts'
import { FileCheck } from './file-check.ts'

const checks = new Map<string, FileCheck>()

function take({ path, pieces, isLast }: CheckRequest): void {
  const check = checks.get(path) ?? new FileCheck(path)
  checks.set(path, check)
  const damagedAt = check.pass(pieces)
  if (damagedAt === null && !isLast) return
  say({ path, ...(damagedAt === null ? { sha256: check.sha256() } : { damagedAt }) })
  check.close()
  checks.delete(path)
}

function say(reply: CheckReply): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(reply)
}

parentPort?.on('message', take)
