/**
 * Commands that were sent and not answered. When the connection closes they fail: ioredis, told not
 * to send them again, would leave them unanswered for ever.
 *
 * Commands that wait for a connection are left alone until they are sent.
 */

/** Watches the commands of one connection. */
export class Unanswered {
  #sent = new Set<() => void>()
  #waiting = new Set<() => void>()

  /** Sends; rejects if the connection closes before the answer. */
  async watch<Reply>(send: () => Promise<Reply>, isReady: boolean): Promise<Reply> {
    const { promise: closed, reject } = Promise.withResolvers<never>()
    const fail = () => reject(new ConnectionClosed())
    const group = isReady ? this.#sent : this.#waiting
    group.add(fail)
    try {
      return await Promise.race([send(), closed])
    } finally {
      this.#sent.delete(fail)
      this.#waiting.delete(fail)
    }
  }

  /** A connection is there: what waited for it is sent now. */
  noteReady(): void {
    for (const fail of this.#waiting) this.#sent.add(fail)
    this.#waiting.clear()
  }

  /** The connection is gone, and with it the answers. */
  noteClosed(): void {
    const lost = this.#sent
    this.#sent = new Set()
    for (const fail of lost) fail()
  }
}

class ConnectionClosed extends Error {
  constructor() {
    super('the connection closed before the answer')
    this.name = 'ConnectionClosed'
  }
}
