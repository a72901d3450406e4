/**
 * Several Redis databases in one console: each has its own address, and a picker leads between them.
 */

import { createConsole } from './console.ts'
import type { Console } from './console.ts'
import type { ConsoleOptions } from './options.ts'

/** One database. */
export interface ConsoleDatabase extends Pick<ConsoleOptions, 'redis' | 'environment'> {
  /** In the address: lower-case letters, digits and `-`. */
  readonly name: string
  /** In the picker. Default: the name. */
  readonly label?: string
}

const NAME = /^[a-z0-9-]{1,40}$/u

/**
 * One console for several databases: `/sidekiq/main`, `/sidekiq/cache` … The base path itself leads to
 * the first. All other options hold for each of them. Throws a TypeError for a name that cannot stand
 * in an address, or comes twice.
 */
export function createConsoles(
  databases: readonly ConsoleDatabase[],
  options: Omit<ConsoleOptions, 'redis' | 'environment' | 'databases'>,
): Console {
  checkNames(databases)
  const base = (options.basePath ?? '').replace(/\/+$/u, '')
  const links = databases.map(({ name, label }) => ({
    label: label ?? name,
    href: `${base}/${name}`,
  }))
  const consoles = new Map(
    databases.map(({ name, label: _label, ...own }): [string, Console] => [
      `${base}/${name}`,
      createConsole({ ...options, ...own, basePath: `${base}/${name}`, databases: links }),
    ]),
  )
  const [first] = consoles.keys()
  return {
    fetch: async (request) => {
      const { pathname } = new URL(request.url)
      for (const [path, console] of consoles) {
        if (pathname === path || pathname.startsWith(`${path}/`)) return console.fetch(request)
      }
      const viewer = pathname === base || pathname === `${base}/` ? options.allow(request) : null
      if ((await viewer) === null) return new Response('Not found', { status: 404 })
      return new Response(null, { status: 302, headers: { location: first ?? '/' } })
    },
    routes: [...consoles.values()].flatMap((console) => console.routes),
    close: () => consoles.forEach((console) => console.close()),
    settled: async () => {
      await Promise.all([...consoles.values()].map((console) => console.settled()))
    },
  }
}

function checkNames(databases: readonly ConsoleDatabase[]): void {
  const names = databases.map(({ name }) => name)
  const wrong = names.find((name, index) => !NAME.test(name) || names.indexOf(name) !== index)
  if (wrong !== undefined) {
    throw new TypeError(`"${wrong}" cannot name a database: use a-z, 0-9 and -, each name once.`)
  }
}
