/** A streaming replica of the test cluster, for tests of reading from one. */
import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findServerPrograms, freePort, unprivilegedIdentity } from './postgres-cluster.ts'

export interface Standby {
  /** The database of the given address, on the replica. */
  readonly url: string
  stop(): void
}

/** Copies the whole cluster (a second or two), then follows it. */
export async function startStandby(primaryUrl: string): Promise<Standby> {
  // Where the server itself lies, if the folder found holds links to only some of its programs.
  const programs = dirname(realpathSync(join(findServerPrograms() ?? '', 'pg_ctl')))
  const { hostname, port, username } = new URL(primaryUrl)
  const folder = mkdtempSync(join(tmpdir(), 'howdah-standby-'))
  const identity = unprivilegedIdentity()
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid)
  const data = join(folder, 'data')
  const run = (program: string, args: readonly string[]): void => {
    const stdio: ['ignore', 'ignore', 'pipe'] = ['ignore', 'ignore', 'pipe']
    execFileSync(join(programs, program), args, { ...identity, cwd: folder, stdio })
  }
  const from = ['-h', hostname, '-p', port, '-U', username]
  run('pg_basebackup', [...from, '-D', data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'])
  const ownPort = await freePort()
  // At least as many connections as the primary allows, or it does not start.
  const settings = `-c max_connections=200 -c fsync=off -c port=${ownPort} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`
  run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start'])
  const url = new URL(primaryUrl)
  url.port = String(ownPort)
  return {
    url: url.href,
    stop: () => {
      run('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
