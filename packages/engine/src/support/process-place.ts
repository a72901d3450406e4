/**
 * Where a process runs: which boot of which machine, and which space of process numbers. Two
 * processes of one place see each other's pids, so one can tell at once that the other is gone;
 * between containers pids say nothing, and only the liveness key speaks.
 */
import { readFileSync, readlinkSync } from 'node:fs'

/** The place of this process, or null where the system does not tell (not Linux). */
export function placeOfThisProcess(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return null // No /proc: other processes are judged by their liveness key alone.
  }
}

/** Whether no process has this pid. A recycled pid counts as there: that only costs patience. */
export function isPidGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
