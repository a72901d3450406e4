import { randomBytes } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { PieceDeflater } from './deflate.ts'

/** Text that can be compressed, bytes that cannot and fill more than one chunk, and nothing. */
const PIECES = [
  Buffer.from('a post and another one\n'.repeat(50_000)),
  randomBytes(700_000),
  Buffer.alloc(0),
  Buffer.from('the end'),
]

async function compressed(deflater: PieceDeflater, pieces: readonly Buffer[]): Promise<Buffer> {
  const parts: Promise<Buffer>[] = []
  for (const [index, piece] of pieces.entries()) {
    deflater.take(piece)
    parts.push(deflater.compress(index === pieces.length - 1))
    // One may be under way when the next one is begun.
    await parts[index - 1]
  }
  return Buffer.concat(await Promise.all(parts))
}

test('pieces put together are one stream, of one entry after the other', async () => {
  const deflater = new PieceDeflater()
  for (const pieces of [PIECES, PIECES.toReversed(), PIECES.slice(1, 2)]) {
    const stream = await compressed(deflater, pieces)
    expect(inflateRawSync(stream).equals(Buffer.concat(pieces))).toBe(true)
  }
})

test('another process can go on behind any piece', async () => {
  const whole = Buffer.concat(PIECES)
  for (const at of [1, 2, 3]) {
    const before = new PieceDeflater()
    const parts: Buffer[] = []
    for (const piece of PIECES.slice(0, at)) {
      before.take(piece)
      parts.push(await before.compress(false))
    }
    parts.push(await compressed(new PieceDeflater(), PIECES.slice(at)))
    expect(inflateRawSync(Buffer.concat(parts)).equals(whole)).toBe(true)
  }
})

test('an entry that broke off leaves nothing in the next one', async () => {
  const deflater = new PieceDeflater()
  deflater.take(Buffer.from('broken'))
  await deflater.compress(false)
  deflater.take(Buffer.from('off'))
  deflater.clear()
  const stream = await compressed(deflater, PIECES)
  expect(inflateRawSync(stream).equals(Buffer.concat(PIECES))).toBe(true)
})
