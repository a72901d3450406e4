/**
 * A socket for `pg` that reads into the same buffer again and again.
 *
 * By itself a socket takes new memory for each read. While posts are read that alone made V8 collect its
 * whole heap twice a second, for it counts such memory and knows no other way to free it.
 */
import { Socket } from 'node:net'

/** As much as Node.js reads at once by itself. */
const BUFFER_BYTES = 64 * 1024

/** What each message of PostgreSQL begins with: a letter, and how long the rest is, these four bytes included. */
const LETTER_BYTES = 1
const HEAD_BYTES = 5

/** Not for TLS, which reads from the socket in its own way. */
export function messageSocket(): Socket {
  const messages = new MessageBuffer()
  const socket = new Socket({
    onread: {
      buffer: () => messages.room(),
      callback: (bytesRead) => {
        const whole = messages.take(bytesRead)
        if (whole.length > 0) socket.emit('data', whole)
        messages.forget(whole.length)
        return true
      },
    },
  })
  return socket
}

/** Hands on whole messages only: `pg` would keep the beginning of one, which the next read overwrites. */
class MessageBuffer {
  #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  /** Bytes that are in it. */
  #filled = 0

  /** Where the next bytes may be put. */
  room(): Buffer {
    return this.#buffer.subarray(this.#filled)
  }

  /** @returns the messages that are complete with these bytes, until {@link forget} */
  take(bytes: number): Buffer {
    this.#filled += bytes
    let end = 0
    while (this.#filled - end >= HEAD_BYTES) {
      const next = end + LETTER_BYTES + this.#buffer.readUInt32BE(end + LETTER_BYTES)
      if (next > this.#filled) break
      end = next
    }
    return this.#buffer.subarray(0, end)
  }

  /** Moves what is left to the beginning, where the rest of that message has room. */
  forget(bytes: number): void {
    const rest = this.#buffer.subarray(bytes, this.#filled)
    const needed = rest.length < HEAD_BYTES ? 0 : LETTER_BYTES + rest.readUInt32BE(LETTER_BYTES)
    const size = Math.max(needed, BUFFER_BYTES)
    if (size !== this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(size)
    rest.copy(this.#buffer)
    this.#filled = rest.length
  }
}
