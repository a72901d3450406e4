/** Writes a picture as PNG: 8 bits a channel, red, green and blue. */
import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'

/** Pixels row by row, three bytes each. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const BYTES_A_PIXEL = 3
const COLOR_TYPE_RGB = 2
const FILTER_SUB = 1

/** Fast rather than small: the demo paints dozens while somebody waits for its first start. */
const COMPRESSION_LEVEL = 2

/** The file's bytes. Compresses off the main thread, so that several can be made at once. */
export async function encodePng({ width, height, pixels }: Picture): Promise<Buffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(8, 8)
  header.writeUInt8(COLOR_TYPE_RGB, 9)
  const data = await promisify(deflate)(filtered(width, height, pixels), {
    level: COMPRESSION_LEVEL,
  })
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Each byte minus the one a pixel to the left: smooth skies become small numbers. */
function filtered(width: number, height: number, pixels: Uint8Array): Buffer {
  const rowBytes = width * BYTES_A_PIXEL
  const rows = Buffer.allocUnsafe((rowBytes + 1) * height)
  for (let y = 0; y < height; y += 1) {
    const from = y * rowBytes
    const to = y * (rowBytes + 1)
    rows[to] = FILTER_SUB
    for (let x = 0; x < rowBytes; x += 1) {
      const left = x < BYTES_A_PIXEL ? 0 : (pixels[from + x - BYTES_A_PIXEL] ?? 0)
      rows[to + 1 + x] = (pixels[from + x] ?? 0) - left
    }
  }
  return rows
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
