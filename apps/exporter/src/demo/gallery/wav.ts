/** A little tune on bells, as a WAV file: 16 bits, one channel. */

const SAMPLE_RATE = 22_050
const HEADER_BYTES = 44

/** Steps of a pentatonic scale; every order of them sounds friendly. */
const SCALE_HERTZ = [523.25, 587.33, 659.25, 783.99, 880, 1046.5]

/** Which step, and for how long in seconds. */
const TUNE: readonly (readonly [step: number, seconds: number])[] = [
  [0, 0.4], [2, 0.4], [3, 0.8], [4, 0.4], [3, 0.4], [2, 0.8],
  [1, 0.4], [2, 0.4], [4, 0.8], [5, 1.2], [3, 0.4], [2, 0.4],
  [0, 0.8], [1, 0.4], [2, 0.4], [1, 0.8], [0, 2],
] // prettier-ignore

export interface Sound {
  readonly bytes: Buffer
  readonly seconds: number
  readonly sampleRate: number
}

/** @param repeats how often the tune is played */
export function bellTune(repeats: number): Sound {
  const notes = Array.from({ length: repeats }, () => TUNE).flat()
  const seconds = notes.reduce((sum, [, length]) => sum + length, 0)
  const samples = new Float64Array(Math.ceil(seconds * SAMPLE_RATE))
  let at = 0
  for (const [step, length] of notes) {
    ring(samples, Math.round(at * SAMPLE_RATE), SCALE_HERTZ[step] ?? 440)
    at += length
  }
  return { bytes: toWav(samples), seconds, sampleRate: SAMPLE_RATE }
}

/** A bell: a tone and its brighter relatives, which fade sooner. */
function ring(samples: Float64Array, start: number, hertz: number): void {
  const length = Math.min(samples.length - start, 2 * SAMPLE_RATE)
  for (let index = 0; index < length; index += 1) {
    const time = index / SAMPLE_RATE
    const wave = 2 * Math.PI * hertz * time
    const tone =
      Math.sin(wave) * Math.exp(-2.5 * time) +
      0.4 * Math.sin(2.76 * wave) * Math.exp(-5 * time) +
      0.2 * Math.sin(5.4 * wave) * Math.exp(-9 * time)
    samples[start + index] = (samples[start + index] ?? 0) + 0.22 * tone
  }
}

function toWav(samples: Float64Array): Buffer {
  const file = Buffer.alloc(HEADER_BYTES + samples.length * 2)
  file.write('RIFF', 0)
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16) // Length of the format part,
  file.writeUInt16LE(1, 20) // plain samples,
  file.writeUInt16LE(1, 22) // one channel,
  file.writeUInt32LE(SAMPLE_RATE, 24)
  file.writeUInt32LE(SAMPLE_RATE * 2, 28) // bytes a second,
  file.writeUInt16LE(2, 32) // bytes a sample,
  file.writeUInt16LE(16, 34) // bits a sample.
  file.write('data', 36)
  file.writeUInt32LE(samples.length * 2, 40)
  samples.forEach((sample, index) => {
    const loudness = Math.max(-1, Math.min(1, sample))
    file.writeInt16LE(Math.round(loudness * 32_767), HEADER_BYTES + index * 2)
  })
  return file
}
