/** The log of a process: JSON lines for machines, readable lines on a terminal. */
import { pino, type Logger } from 'pino'

/** Loaded for a person's terminal only. */
const pretty = process.stdout.isTTY ? (await import('pino-pretty')).build : null

export function createProcessLogger(name: string, level: string): Logger {
  const options = { name, level }
  if (pretty === null) return pino(options)
  return pino(options, pretty({ colorize: true, ignore: 'pid,hostname,name', sync: true }))
}
