/** A small TCP proxy that can fall silent without closing, and can be pointed elsewhere. */
import { once } from 'node:events'
import { createServer, connect } from 'node:net'
import type { Server, Socket } from 'node:net'

/** A proxy on a loopback port. */
export class Proxy {
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  #target: number

  private constructor(target: number) {
    this.#target = target
    this.#server = createServer((inner) => this.#join(inner))
  }

  static async start(target: number): Promise<Proxy> {
    const proxy = new Proxy(target)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get url(): string {
    const address = this.#server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    return `redis://127.0.0.1:${port}/0`
  }

  /** Half-open: the connections of this moment carry nothing any more, and nobody is told. */
  silence(): void {
    for (const pair of this.#pairs) {
      for (const socket of pair) {
        socket.unpipe()
        socket.removeAllListeners('data')
        socket.pause()
      }
    }
    this.#pairs.clear()
  }

  /** New connections go there; those of this moment are closed. */
  pointTo(target: number): void {
    this.#target = target
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
  }

  close(): void {
    this.#server.close()
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
  }

  #join(inner: Socket): void {
    const outer = connect(this.#target, '127.0.0.1')
    const pair = [inner, outer] as const
    this.#pairs.add(pair)
    inner.pipe(outer)
    outer.pipe(inner)
    for (const socket of pair) {
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        this.#pairs.delete(pair)
        inner.destroy()
        outer.destroy()
      })
    }
  }
}
