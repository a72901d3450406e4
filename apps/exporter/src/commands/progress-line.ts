/** How far a foreground export is: a bar that moves on a terminal, a line a stage elsewhere. */
import type { BuildProgress } from '../jobs/writing.ts'

const BAR_WIDTH = 24
const REDRAW_MS = 100
const CLEAR_LINE = '\r\u001B[K'

export interface LineOutput {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export class ProgressLine implements BuildProgress {
  readonly signal: AbortSignal
  readonly #output: LineOutput
  #stage = ''
  #drawnAtMs = 0

  constructor(output: LineOutput, signal: AbortSignal) {
    this.#output = output
    this.signal = signal
  }

  report(stage: string, done: number, total: number | null): void {
    const isNewStage = stage !== this.#stage
    this.#stage = stage
    if (this.#output.isTTY === true) this.#draw(stage, done, total)
    else if (isNewStage) this.#output.write(`${stage}${total === null ? '' : ` (${total})`} …\n`)
  }

  /** Takes the bar away, so that the next line stands alone. */
  end(): void {
    if (this.#output.isTTY === true) this.#output.write(CLEAR_LINE)
  }

  #draw(stage: string, done: number, total: number | null): void {
    const isLast = total !== null && done >= total
    if (!isLast && Date.now() - this.#drawnAtMs < REDRAW_MS) return
    this.#drawnAtMs = Date.now()
    const counts =
      total === null ? '' : ` ${done.toLocaleString('en')} / ${total.toLocaleString('en')}`
    this.#output.write(`${CLEAR_LINE}${bar(done, total)} ${stage}${counts}`)
  }
}

function bar(done: number, total: number | null): string {
  const share = total === null || total === 0 ? 0 : Math.min(1, done / total)
  const filled = Math.round(share * BAR_WIDTH)
  return `[${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}]`
}
