/** A Redis of the test's own that also speaks TLS, with a certificate that nobody knows. */
import { startTestRedis, type TestRedis } from '@howdah/engine/testing'
import { findFreePort } from '../demo/processes/free-port.ts'
import { makeCertificate } from './certificate.ts'

export interface TlsRedis {
  /** The same server without TLS. */
  readonly server: TestRedis
  /** `rediss://localhost:<port>/0` */
  readonly url: string
  /** The path of the PEM file; who trusts it trusts the server. */
  readonly certificate: string
  readonly stop: () => Promise<void>
}

export async function startTlsRedis(): Promise<TlsRedis> {
  const { key, certificate, remove } = await makeCertificate()
  const port = await findFreePort()
  const server = await startTestRedis({
    configuration: {
      'tls-port': String(port),
      'tls-cert-file': certificate,
      'tls-key-file': key,
      'tls-ca-cert-file': certificate,
      'tls-auth-clients': 'no',
    },
  })
  const stop = async (): Promise<void> => {
    await server.stop()
    await remove()
  }
  return { server, url: `rediss://localhost:${port}/0`, certificate, stop }
}
