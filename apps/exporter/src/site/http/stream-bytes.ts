/**
 * A response body that is made while it is sent.
 */

/**
 * A body of the pieces of `source`. Reads on only as fast as the browser takes, and ends the
 * source when the browser goes away.
 */
export function streamBytes(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
