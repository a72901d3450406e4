/**
 * Loaded into the demo's processes before their own code (`node --import`): when the demo is killed
 * so hard that it cannot stop them, its end of their channel closes, and they stop by themselves.
 */
import process from 'node:process'

/** Asked politely first; a process that does not listen is not left behind either. */
const PATIENCE_MS = 30_000

process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MS).unref()
})
// Listening must not keep a process alive that has nothing else to do.
process.channel?.unref()
