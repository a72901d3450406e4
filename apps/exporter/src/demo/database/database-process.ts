/**
 * The process of the demo's database: `node database-process.js FOLDER PORT`, started by the demo.
 * Says its port through the channel once it listens, and ends with SIGTERM or with the demo.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startDatabaseServer } from './server.ts'

const [, , directory = '', port = '0'] = process.argv

/** A broken PGlite cannot be closed either; the next process recovers from the write-ahead log. */
const BROKEN_EXIT_CODE = 70

mkdirSync(directory, { recursive: true })
// PGlite is alone in its folder (the demo's lock sees to that), so this can only be a dead one's.
rmSync(join(directory, 'postmaster.pid'), { force: true })

const server = await startDatabaseServer({
  directory,
  port: Number(port),
  onBroken: (error) => {
    process.stderr.write(
      `PGlite broke: ${error instanceof Error ? error.message : String(error)}\n`,
    )
    process.exit(BROKEN_EXIT_CODE)
  },
})
process.send?.({ url: server.url })

let isStopping = false
const stop = async (): Promise<void> => {
  if (isStopping) return
  isStopping = true
  await server.stop()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('disconnect', () => void stop())
