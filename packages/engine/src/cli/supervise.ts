/** A supervisor as a whole program: until a signal ends it. */
import { isSupervised } from '../server/parent-link.ts'
import { Supervisor } from './supervisor.ts'
import type { SupervisorOptions } from './supervisor.ts'

/**
 * Runs this program's own command in so many child processes, and supervises them until `TERM` or
 * `INT`. Returns null at once in such a child, which then runs jobs as ever; in the parent the exit
 * code, when all children have ended.
 *
 * Signals: TSTP, TERM, INT and TTIN go to all children; USR2 is a rolling restart.
 *
 * @example
 * const exitCode = await superviseProcesses({ processes: 4, maxMemoryMegabytes: 512 })
 * if (exitCode === null) await new Launcher({ redis, jobs }).start()
 * else process.exitCode = exitCode
 */
export async function superviseProcesses(options: SupervisorOptions): Promise<number | null> {
  if (isSupervised()) return null
  const supervisor = new Supervisor(options)
  const stopListening = listen({
    SIGTSTP: () => supervisor.quiet(),
    SIGTTIN: () => supervisor.logRunning(),
    SIGUSR2: () => supervisor.restart(),
    SIGTERM: () => supervisor.stop(),
    SIGINT: () => supervisor.stop(),
  })
  try {
    await supervisor.start()
    return await supervisor.ended
  } finally {
    stopListening()
  }
}

function listen(actions: Readonly<Record<string, () => void>>): () => void {
  for (const [name, action] of Object.entries(actions)) process.on(name, action)
  return () => {
    for (const [name, action] of Object.entries(actions)) process.off(name, action)
  }
}
