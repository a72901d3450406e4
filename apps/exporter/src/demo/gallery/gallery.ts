/**
 * The files of the sample community, painted and played by the demo itself before the rows that
 * name them are made: the rows need their sizes and blurred previews.
 */
import { blurhash } from './blurhash.ts'
import { paintLandscape } from './landscape.ts'
import { encodePng } from './png.ts'
import { bellTune } from './wav.ts'

export interface GalleryPicture {
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
  readonly blurhash: string
  readonly description: string
}

export interface GallerySound {
  readonly bytes: Buffer
  readonly seconds: number
  readonly sampleRate: number
}

export interface Gallery {
  /** For posts, in the order in which they are used. */
  readonly pictures: readonly GalleryPicture[]
  readonly sounds: readonly GallerySound[]
  readonly avatars: readonly GalleryPicture[]
  readonly headers: readonly GalleryPicture[]
  readonly emojis: readonly GalleryPicture[]
}

const PICTURE_COUNT = 62
const AVATAR_COUNT = 4
const EMOJI_COUNT = 8

/** Landscape, portrait and square, as they come out of a telephone. */
const SIZES: readonly (readonly [width: number, height: number])[] = [
  [960, 640],
  [640, 960],
  [960, 540],
  [760, 760],
]

/** So many pictures are in the works at a time: the compressor's threads, without heaps of memory. */
const AT_ONCE = 4

/**
 * Makes everything; takes a few seconds and about 50 MB.
 *
 * @param scale below 1 for tests that need no large pictures
 */
export async function makeGallery(scale = 1): Promise<Gallery> {
  const pictures = await inGroups(PICTURE_COUNT, (index) => {
    const [width, height] = SIZES[index % SIZES.length] ?? [760, 760]
    return makePicture(index + 1, width * scale, height * scale)
  })
  return {
    pictures,
    sounds: [bellTune(scale < 1 ? 1 : 2)],
    avatars: await inGroups(AVATAR_COUNT, (index) => makePicture(1001 + index, 400, 400)),
    headers: await inGroups(2, (index) => makePicture(2001 + index, 1500 * scale, 500 * scale)),
    emojis: await inGroups(EMOJI_COUNT, (index) => makePicture(3001 + index, 64, 64)),
  }
}

async function makePicture(seed: number, width: number, height: number): Promise<GalleryPicture> {
  const picture = paintLandscape(seed, Math.round(width), Math.round(height))
  return {
    bytes: await encodePng(picture),
    width: picture.width,
    height: picture.height,
    blurhash: blurhash(picture),
    description: picture.description,
  }
}

async function inGroups<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = []
  while (made.length < count) {
    const size = Math.min(AT_ONCE, count - made.length)
    const next = Array.from({ length: size }, (_, offset) => make(made.length + offset))
    made.push(...(await Promise.all(next)))
  }
  return made
}
