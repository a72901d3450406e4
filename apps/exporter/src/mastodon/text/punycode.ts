/** The length of a label in Punycode: the encoder of RFC 3492 §6.3 that only counts its output. */

/** Parameters of RFC 3492 §5. */
const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const INITIAL_BIAS = 72
const FIRST_NON_ASCII = 0x80

/** How many ASCII characters encode the label, without the `xn--` prefix. */
export function punycodeLength(codePoints: readonly number[]): number {
  const basicCount = codePoints.filter((codePoint) => codePoint < FIRST_NON_ASCII).length
  let length = basicCount === 0 ? 0 : basicCount + 1
  let bias = INITIAL_BIAS
  let handled = basicCount
  let delta = 0
  let reached = FIRST_NON_ASCII
  const distinct = [...new Set(codePoints)].filter((one) => one >= FIRST_NON_ASCII)
  for (const next of distinct.sort((a, b) => a - b)) {
    delta += (next - reached) * (handled + 1)
    reached = next
    for (const codePoint of codePoints) {
      if (codePoint < next) delta += 1
      if (codePoint !== next) continue
      length += digitCount(delta, bias)
      bias = adapt(delta, handled + 1, handled === basicCount)
      delta = 0
      handled += 1
    }
    delta += 1
    reached += 1
  }
  return length
}

/** How many base-36 digits the variable-length integer takes. */
function digitCount(delta: number, bias: number): number {
  let count = 1
  let rest = delta
  for (let position = BASE; ; position += BASE) {
    const threshold = Math.min(Math.max(position - bias, T_MIN), T_MAX)
    if (rest < threshold) return count
    rest = Math.floor((rest - threshold) / (BASE - threshold))
    count += 1
  }
}

function adapt(delta: number, points: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / DAMP) : delta >> 1
  rest += Math.floor(rest / points)
  let steps = 0
  while (rest > ((BASE - T_MIN) * T_MAX) >> 1) {
    rest = Math.floor(rest / (BASE - T_MIN))
    steps += BASE
  }
  return steps + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}
