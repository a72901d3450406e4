/**
 * BlurHash: a picture as some thirty characters, shown blurred until the real one is there. Follows
 * the published algorithm (https://blurha.sh): a few cosine waves, their strengths in base 83.
 */
import type { Picture } from './png.ts'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~'
const WAVES_ACROSS = 4
const WAVES_DOWN = 3

/** So many points a side are looked at; more would not change a blur. */
const POINTS = 24

type Color = readonly [red: number, green: number, blue: number]

export function blurhash(picture: Picture): string {
  const waves: Color[] = []
  for (let down = 0; down < WAVES_DOWN; down += 1) {
    for (let across = 0; across < WAVES_ACROSS; across += 1) waves.push(wave(picture, across, down))
  }
  const [average = [0, 0, 0], ...details] = waves
  const strongest = Math.max(...details.flat().map(Math.abs))
  const scale = Math.max(0, Math.min(82, Math.floor(strongest * 166 - 0.5)))
  const maximum = (scale + 1) / 166
  return [
    base83(WAVES_ACROSS - 1 + (WAVES_DOWN - 1) * 9, 1),
    base83(scale, 1),
    base83(
      average.reduce((sum, value) => sum * 256 + toSrgb(value), 0),
      4,
    ),
    ...details.map((color) => base83(detail(color, maximum), 2)),
  ].join('')
}

function wave(picture: Picture, across: number, down: number): Color {
  const sum = [0, 0, 0]
  for (let y = 0; y < POINTS; y += 1) {
    for (let x = 0; x < POINTS; x += 1) {
      const basis =
        Math.cos((Math.PI * across * x) / POINTS) * Math.cos((Math.PI * down * y) / POINTS)
      const point = pointAt(picture, x / POINTS, y / POINTS)
      for (const [channel, value] of point.entries()) {
        sum[channel] = (sum[channel] ?? 0) + basis * value
      }
    }
  }
  const factor = (across === 0 && down === 0 ? 1 : 2) / POINTS ** 2
  const [red = 0, green = 0, blue = 0] = sum
  return [red * factor, green * factor, blue * factor]
}

function pointAt({ width, height, pixels }: Picture, x: number, y: number): Color {
  const at = (Math.floor(y * height) * width + Math.floor(x * width)) * 3
  return [toLinear(pixels[at] ?? 0), toLinear(pixels[at + 1] ?? 0), toLinear(pixels[at + 2] ?? 0)]
}

function detail(color: Color, maximum: number): number {
  return color.reduce((sum, value) => {
    const share = value / maximum
    const root = Math.sign(share) * Math.sqrt(Math.abs(share))
    return sum * 19 + Math.max(0, Math.min(18, Math.floor(root * 9 + 9.5)))
  }, 0)
}

function toLinear(value: number): number {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

function toSrgb(linear: number): number {
  const share = Math.max(0, Math.min(1, linear))
  const value = share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055
  return Math.round(value * 255)
}

function base83(value: number, length: number): string {
  let rest = value
  let text = ''
  for (let digit = 0; digit < length; digit += 1) {
    text = (DIGITS[rest % 83] ?? '0') + text
    rest = Math.floor(rest / 83)
  }
  return text
}
