/** Where and with what a run was made: without it, no figure means anything. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, hostname, loadavg, release, totalmem, type } from 'node:os'
import type { BenchRedis } from './bench-redis.ts'

/** The machine, as far as it matters. */
export interface Machine {
  readonly name: string
  readonly processor: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  /** Others who worked at the same time: the one-minute load when the run began. */
  readonly loadAtStart: number
}

/** Looks at the machine. */
export function describeMachine(): Machine {
  const processors = cpus()
  return {
    name: hostname(),
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    loadAtStart: loadavg()[0] ?? 0,
  }
}

/** Version by program or package; `null` = not there. */
export async function readVersions(redis: BenchRedis): Promise<Record<string, string | null>> {
  return {
    node: process.version,
    redis: await redis.version(),
    ruby: output('ruby', ['-e', 'print RUBY_DESCRIPTION']),
    sidekiq: output('ruby', ['-e', 'require "sidekiq"; print Sidekiq::VERSION']),
    bullmq: packageVersion('bullmq'),
    'bee-queue': packageVersion('bee-queue'),
    ioredis: packageVersion('ioredis'),
  }
}

/** The commit that was measured; `+` when files differ from it. */
export function readCommit(): string {
  const commit = output('git', ['rev-parse', '--short', 'HEAD']) ?? 'unknown'
  const changes = output('git', ['status', '--porcelain', '--untracked-files=no']) ?? ''
  return changes === '' ? commit : `${commit}+`
}

function packageVersion(name: string): string | null {
  try {
    const file = new URL(`../node_modules/${name}/package.json`, import.meta.url)
    const data: { readonly version: string } = JSON.parse(readFileSync(file, 'utf8'))
    return data.version
  } catch {
    return null // Not installed: that engine is not measured, and its bars say why.
  }
}

function output(program: string, parameters: readonly string[]): string | null {
  try {
    return execFileSync(program, [...parameters], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return null // Not installed: the result says so by having no version.
  }
}
