import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { messageSocket } from './message-socket.ts'

function message(letter: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(letter)
  head.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** A letter a message, and all kinds of lengths: none, some, one that fills the buffer, and far more. */
const MESSAGES = [0, 1, 3, 700, 65_531, 65_532, 2, 200_000, 0, 131_072, 9].map((length, at) =>
  message(String.fromCharCode(65 + at), Buffer.alloc(length, at + 1)),
)

async function send(peer: Socket, pieces: readonly Buffer[]): Promise<void> {
  peer.setNoDelay(true)
  for (const piece of pieces) {
    peer.write(piece)
    await once(peer, 'data')
  }
  peer.end()
}

/** What comes of pieces that are sent one after the other, each as soon as the one before has arrived. */
async function received(pieces: readonly Buffer[]): Promise<readonly Buffer[]> {
  const server = createServer((peer) => void send(peer, pieces)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = messageSocket()
  const chunks: Buffer[] = []
  let seen = 0
  socket.on('data', (bytes: Buffer) => chunks.push(Buffer.from(bytes)))
  const { port }: Pick<AddressInfo, 'port'> = Object(server.address())
  socket.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  for (const piece of pieces) {
    seen += piece.length
    while (socket.bytesRead < seen) await new Promise((resolve) => setImmediate(resolve))
    socket.write('.')
  }
  await once(socket, 'close')
  server.close()
  return chunks
}

function lengthsOf(chunk: Buffer): number[] {
  const lengths: number[] = []
  for (let at = 0; at < chunk.length;) {
    lengths.push(chunk.readUInt32BE(at + 1) + 1)
    at += lengths.at(-1) ?? 0
  }
  return lengths
}

test.each([1_009, 4_096, 65_536, 70_000, 1_000_000])(
  'hands on whole messages, whatever their length, when they come in pieces of %i bytes',
  async (size) => {
    const all = Buffer.concat(MESSAGES)
    const count = Math.ceil(all.length / size)
    const pieces = Array.from({ length: count }, (_, at) =>
      all.subarray(at * size, (at + 1) * size),
    )
    const chunks = await received(pieces)
    expect(Buffer.concat(chunks).equals(all)).toBe(true)
    // A chunk that ended inside of a message would give another length there.
    expect(chunks.flatMap(lengthsOf)).toEqual(MESSAGES.map(({ length }) => length))
    for (const chunk of chunks) {
      expect(lengthsOf(chunk).reduce((sum, length) => sum + length, 0)).toBe(chunk.length)
    }
  },
)

test('hands on a message whose head comes byte by byte', async () => {
  const all = Buffer.concat([message('A', Buffer.alloc(3, 1)), message('B', Buffer.alloc(0))])
  const chunks = await received(Array.from(all, (_, at) => all.subarray(at, at + 1)))
  expect(chunks.map((chunk) => chunk.length)).toEqual([8, 5])
})
