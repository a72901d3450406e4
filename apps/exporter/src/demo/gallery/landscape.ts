/**
 * Paints landscapes: sky, sun or moon, stars, ridges, perhaps a lake that mirrors them, and the
 * grain of film. Chance decides the shapes, a mood decides the colours.
 */
import { Random } from '../community/random.ts'
import type { Picture } from './png.ts'

type Color = readonly [red: number, green: number, blue: number]

export interface Mood {
  /** For the description, such as `an orange evening sky`. */
  readonly sky: string
  readonly skyTop: Color
  readonly skyLow: Color
  readonly light: Color
  /** `sun` and `moon` differ in size; `none` is a grey day. */
  readonly body: 'sun' | 'moon' | 'none'
  readonly ridgeFar: Color
  readonly ridgeNear: Color
  readonly hasStars: boolean
}

const MOODS: readonly Mood[] = [
  mood('an orange evening sky', [58, 74, 128], [250, 176, 96], [255, 232, 170], 'sun', [150, 110, 130], [34, 28, 48]),
  mood('a clear morning', [96, 160, 220], [236, 240, 228], [255, 250, 226], 'sun', [140, 170, 190], [38, 74, 62]),
  mood('a night with stars', [8, 12, 34], [38, 46, 92], [238, 238, 220], 'moon', [34, 42, 78], [6, 8, 18], true),
  mood('grey and gentle rain', [132, 142, 150], [196, 202, 204], [220, 222, 222], 'none', [140, 150, 152], [62, 74, 70]),
  mood('a pink dawn', [120, 130, 190], [250, 200, 200], [255, 240, 230], 'sun', [170, 140, 170], [60, 50, 84]),
  mood('a green summer noon', [70, 150, 214], [204, 230, 240], [255, 255, 240], 'sun', [120, 170, 140], [24, 84, 44]),
  mood('autumn light', [112, 150, 190], [246, 220, 170], [255, 236, 190], 'sun', [190, 140, 80], [92, 48, 22]),
  mood('a snowy afternoon', [150, 176, 206], [236, 240, 246], [255, 255, 255], 'none', [190, 204, 222], [98, 116, 140]),
  mood('violet dusk', [48, 36, 88], [200, 120, 150], [255, 220, 200], 'moon', [96, 70, 120], [22, 16, 40], true),
] // prettier-ignore

export interface Landscape extends Picture {
  /** In words, for those who cannot see it. */
  readonly description: string
}

const RIDGE_WORDS = ['no hills', 'one ridge', 'two ridges', 'three ridges', 'four ridges']
const GRAIN = 7

interface Scene {
  readonly mood: Mood
  readonly width: number
  readonly height: number
  readonly ridges: readonly Float64Array[]
  readonly waterline: number
  readonly bodyX: number
  readonly bodyY: number
  readonly bodyRadius: number
}

/** @param seed the same seed paints the same picture, at any size alike */
export function paintLandscape(seed: number, width: number, height: number): Landscape {
  const random = new Random(seed * 7919 + 17)
  const mood = random.pick(MOODS)
  const hasLake = random.percent(45)
  const ridgeCount = random.between(2, 4)
  const scene: Scene = {
    mood,
    width,
    height,
    ridges: Array.from({ length: ridgeCount }, (_, index) =>
      ridgeLine(random, width, height, index / ridgeCount),
    ),
    waterline: hasLake ? Math.round(height * 0.74) : height,
    bodyX: width * (0.2 + 0.6 * random.fraction()),
    bodyY: height * (0.15 + 0.25 * random.fraction()),
    bodyRadius: mood.body === 'none' ? 0 : height * (mood.body === 'sun' ? 0.06 : 0.04),
  }
  const pixels = paint(scene, random)
  const ridgeWord = RIDGE_WORDS[ridgeCount] ?? 'hills'
  const end = hasLake ? ', mirrored in a still lake' : ''
  return { width, height, pixels, description: `Painting: ${ridgeWord} under ${mood.sky}${end}.` }
}

/** Heights of a ridge for each column, as rows from the top; `nearness` from 0 (far) to 1. */
function ridgeLine(random: Random, width: number, height: number, nearness: number): Float64Array {
  const base = height * (0.42 + 0.34 * nearness)
  const waves = Array.from({ length: 6 }, (_, index) => ({
    phase: random.fraction() * Math.PI * 2,
    pace: (index + 1) * (1.2 + random.fraction()) * (index > 3 ? 3 : 1),
    size: (Math.min(width, height) * 0.09) / (index + 1),
  }))
  return Float64Array.from({ length: width }, (_, x) =>
    waves.reduce(
      (sum, { phase, pace, size }) =>
        sum + size * Math.sin(phase + (pace * x * 2 * Math.PI) / width),
      base,
    ),
  )
}

function paint(scene: Scene, random: Random): Uint8Array {
  const { width, height, waterline } = scene
  const pixels = new Uint8Array(width * height * 3)
  const grain = Uint8Array.from({ length: 4096 }, () => random.below(GRAIN))
  const color = new Float64Array(3)
  let at = 0
  for (let y = 0; y < height; y += 1) {
    const isWater = y >= waterline
    const ripple = isWater ? Math.round(3 * Math.sin(y * 0.9)) : 0
    const row = isWater ? 2 * waterline - y - 1 : y
    for (let x = 0; x < width; x += 1) {
      colorAt(scene, Math.min(width - 1, Math.max(0, x + ripple)), Math.max(0, row), color)
      const speck = (grain[(x * 31 + y * 1097 + ((x * y) >> 3)) & 4095] ?? 0) - GRAIN / 2
      const shade = isWater ? 0.8 : 1
      for (let channel = 0; channel < 3; channel += 1) {
        const value = (color[channel] ?? 0) * shade + speck
        pixels[at++] = Math.max(0, Math.min(255, value))
      }
    }
  }
  if (scene.mood.hasStars) addStars(scene, random, pixels)
  return pixels
}

/** Writes into `into`: a new array, or only a new number, for each of a million pixels is slow. */
function colorAt(scene: Scene, x: number, y: number, into: Float64Array): void {
  const { mood, height, ridges } = scene
  for (let index = ridges.length - 1; index >= 0; index -= 1) {
    const top = ridges[index]?.[x] ?? height
    if (y < top) continue
    const depth = (index + 0.15 + ((y - top) / height) * 0.8) / ridges.length
    return mix(mood.ridgeFar, mood.ridgeNear, Math.min(1, depth), into)
  }
  mix(mood.skyTop, mood.skyLow, Math.min(1, (y / height) * 1.7), into)
  if (scene.bodyRadius === 0) return
  // Squares all the way: a root for each pixel of the sky is what makes painting slow.
  const squared = ((x - scene.bodyX) ** 2 + (y - scene.bodyY) ** 2) / scene.bodyRadius ** 2
  if (squared > 100) return
  mix(into, mood.light, squared <= 1 ? 1 : 0.5 / squared - 0.005, into)
}

function addStars(scene: Scene, random: Random, pixels: Uint8Array): void {
  const { width, height, ridges } = scene
  for (let star = 0; star < 140; star += 1) {
    const x = random.below(width)
    const y = random.below(Math.floor(height * 0.4))
    const isHidden = ridges.some((ridge) => y >= (ridge[x] ?? height) - 2)
    if (isHidden) continue
    pixels.fill(random.between(190, 255), (y * width + x) * 3, (y * width + x) * 3 + 3)
  }
}

function mix(from: Color | Float64Array, to: Color, share: number, into: Float64Array): void {
  for (let channel = 0; channel < 3; channel += 1) {
    const start = from[channel] ?? 0
    into[channel] = start + ((to[channel] ?? 0) - start) * share
  }
}

function mood(
  ...[sky, skyTop, skyLow, light, body, ridgeFar, ridgeNear, hasStars = false]: readonly [
    sky: string,
    skyTop: Color,
    skyLow: Color,
    light: Color,
    body: Mood['body'],
    ridgeFar: Color,
    ridgeNear: Color,
    hasStars?: boolean,
  ]
): Mood {
  return { sky, skyTop, skyLow, light, body, ridgeFar, ridgeNear, hasStars }
}
