/** A certificate for this machine that is its own signer, as a private authority's is: nobody knows it. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface TestCertificate {
  /** Paths of PEM files; who trusts the second trusts the server that shows it. */
  readonly key: string
  readonly certificate: string
  readonly remove: () => Promise<void>
}

/** Made by the program `openssl`; for `localhost` and 127.0.0.1. */
export async function makeCertificate(): Promise<TestCertificate> {
  const folder = await mkdtemp(join(tmpdir(), 'howdah-certificate-'))
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost']
  const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const files = ['-keyout', key, '-out', certificate]
  await promisify(execFile)('openssl', [...request, ...names, ...files])
  return { key, certificate, remove: () => rm(folder, { recursive: true, force: true }) }
}
