/** Reads what the handlers wrote, and counts: done, started again, how long until it was. */
import { readFileSync } from 'node:fs'

interface Line {
  readonly kind: string
  readonly id: number
  readonly pid: number
  readonly atMs: number
}

/** A process that was killed, stopped or cut off. */
export interface Accident {
  readonly pid: number
  readonly atMs: number
}

/** What the ledger says. */
export class Ledger {
  readonly lines: readonly Line[]

  constructor(path: string) {
    const text = readFileSync(path, 'utf8')
    this.lines = text.split('\n').slice(0, -1).map(readLine)
  }

  /** Jobs that came to their end at least once. */
  done(): Set<number> {
    return new Set(this.lines.filter(({ kind }) => kind === 'end').map(({ id }) => id))
  }

  /** Jobs that were started again although no failure of theirs called for it. */
  again(): number[] {
    const counts = new Map<number, number>()
    for (const { kind, id } of this.lines) {
      if (kind === 'start') counts.set(id, (counts.get(id) ?? 0) + 1)
      if (kind === 'fail') counts.set(id, (counts.get(id) ?? 0) - 1)
    }
    return [...counts].filter(([, count]) => count > 1).map(([id]) => id)
  }

  /** The longest time from an accident until a job that it interrupted was started elsewhere. */
  recoveryMs(accidents: readonly Accident[]): number | null {
    const times = accidents.flatMap(({ pid, atMs }) => {
      const own = this.lines.filter((line) => line.pid === pid && line.atMs <= atMs)
      const open = new Set<number>()
      for (const { kind, id } of own) {
        if (kind === 'start') open.add(id)
        else open.delete(id)
      }
      return [...open].flatMap((id) => this.#restarted(id, pid, atMs))
    })
    return times.length === 0 ? null : Math.max(...times)
  }

  #restarted(id: number, pid: number, atMs: number): number[] {
    const next = this.lines.find((line) => {
      return line.kind === 'start' && line.id === id && line.pid !== pid && line.atMs >= atMs
    })
    return next === undefined ? [] : [next.atMs - atMs]
  }
}

function readLine(line: string): Line {
  const [kind = '', id, pid, atMs] = line.split(' ')
  return { kind, id: Number(id), pid: Number(pid), atMs: Number(atMs) }
}
