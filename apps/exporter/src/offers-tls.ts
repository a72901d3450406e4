/**
 * Asks a PostgreSQL server whether it speaks TLS, before a connection is opened: what libpq does for
 * `sslmode=prefer`, and `pg` does not.
 *
 * The question is the protocol's SSLRequest, the answer one byte.
 * Source: https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
import { connect } from 'node:net'

/** Length of the message, then the code 80877103. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
const YES = 'S'.charCodeAt(0)

/**
 * Throws what the socket throws (such as ECONNREFUSED), and ETIMEDOUT when no answer comes in
 * `timeoutMs` milliseconds.
 */
export function offersTls(server: {
  readonly host: string
  readonly port: number
  readonly timeoutMs: number
}): Promise<boolean> {
  const { host, port, timeoutMs } = server
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: timeoutMs }, () => socket.write(SSL_REQUEST))
    socket.once('data', (answer) => {
      resolve(answer[0] === YES)
      socket.destroy()
    })
    socket.once('timeout', () => socket.destroy(timedOut(server)))
    socket.once('error', reject)
    // A pooler that knows no TLS may close without an answer. After an answer this says nothing.
    socket.once('close', () => resolve(false))
  })
}

function timedOut({ host, port, timeoutMs }: { host: string; port: number; timeoutMs: number }) {
  const message = `${host}:${port} did not answer within ${timeoutMs} ms.`
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' })
}
