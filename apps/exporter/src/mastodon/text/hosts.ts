/**
 * Finds where a host ends: labels with dots between them, then a known top-level domain.
 *
 * A link's host is as long as it can be: of all dots that are followed by a top-level domain, the
 * last one counts. Looking for it anew from each position would take quadratic time on text like
 * "a.a.a.a…", so a run of host characters is analysed once and remembered.
 */
import { isHostCharacter } from './characters.ts'
import { topLevelDomainEnd } from './top-level-domains.ts'

const DOT = 0x2e
const HYPHEN = 0x2d
const UNDERSCORE = 0x5f

/** A maximal stretch of host characters, dots, hyphens and underscores, as its labels. */
interface Run {
  readonly start: number
  readonly end: number
  readonly labels: readonly Label[]
}

/** Characters followed by a dot; what comes after a run's last dot is not a label. */
interface Label {
  readonly start: number
  readonly dot: number
  /** The last underscore at or before the dot, or -1. */
  readonly underscore: number
  /** Where the top-level domain after the dot ends, or -1. */
  readonly tldEnd: number
  /** Where the longest host ends that begins with this label, or -1. */
  readonly hostEnd: number
}

/** Finds hosts in one text. */
export class HostFinder {
  readonly #text: string
  #run: Run = { start: 0, end: -1, labels: [] }

  constructor(text: string) {
    this.#text = text
  }

  /** Where the longest host ends that begins exactly here, or -1. */
  hostEnd(start: number): number {
    if (start >= this.#text.length || !this.#isHostCharacter(start)) return -1
    if (start < this.#run.start || start >= this.#run.end) this.#run = this.#analyse(start)
    const { labels } = this.#run
    if (labels.length === 0) return -1
    const index = labelAt(labels, start)
    const label = labels[index]
    if (label === undefined) return -1
    return this.#longestHost({ ...label, start }, labels[index + 1]?.hostEnd ?? -1)
  }

  #analyse(start: number): Run {
    const open: Omit<Label, 'hostEnd'>[] = []
    let labelStart = start
    let underscore = -1
    let end = start
    for (; end < this.#text.length; end += 1) {
      const code = this.#text.charCodeAt(end)
      if (code === DOT) {
        open.push({
          start: labelStart,
          dot: end,
          underscore,
          tldEnd: topLevelDomainEnd(this.#text, end + 1),
        })
        labelStart = end + 1
      } else if (code === UNDERSCORE) underscore = end
      else if (code !== HYPHEN && !isHostCharacter(code)) break
    }
    return { start, end, labels: this.#linkLabels(open) }
  }

  /** From right to left: each label's longest host is that of the label after it, or its own. */
  #linkLabels(open: readonly Omit<Label, 'hostEnd'>[]): readonly Label[] {
    const labels: Label[] = []
    let longer = -1
    for (let index = open.length - 1; index >= 0; index -= 1) {
      const label = open[index]
      if (label === undefined) break
      longer = this.#longestHost(label, longer)
      labels.push({ ...label, hostEnd: longer })
    }
    return labels.toReversed()
  }

  /**
   * Where the longest host ends that begins with this label, or -1. A label begins and ends with
   * a letter or digit; the one before the top-level domain has no underscore.
   */
  #longestHost(label: Omit<Label, 'hostEnd'>, longer: number): number {
    const { start, dot, underscore, tldEnd } = label
    if (start >= dot || !this.#isHostCharacter(start) || !this.#isHostCharacter(dot - 1)) return -1
    if (longer >= 0) return longer
    return underscore < start ? tldEnd : -1
  }

  #isHostCharacter(position: number): boolean {
    return isHostCharacter(this.#text.charCodeAt(position))
  }
}

/** The index of the label a position lies in: the first whose dot is not before it. */
function labelAt(labels: readonly Label[], position: number): number {
  let low = 0
  let high = labels.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((labels[middle]?.dot ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low
}
