/** The log of a process: JSON lines for machines, readable lines on a terminal. */
import { pino, type Logger } from 'pino'
import { build as pretty } from 'pino-pretty'

export function createProcessLogger(name: string, level: string): Logger {
  const options = { name, level }
  if (!process.stdout.isTTY) return pino(options)
  return pino(options, pretty({ colorize: true, ignore: 'pid,hostname,name', sync: true }))
}
