/**
 * A console for one Redis.
 */

import { createApp } from './app.tsx'
import type { ConsoleOptions } from './options.ts'

/** Something that answers requests: mountable wherever `fetch` is spoken. */
export interface Console {
  /** Answers requests whose path starts with the console's base path. */
  fetch(request: Request): Promise<Response>
  /** Method and path of every route: for tests that each POST is refused to whom it must be. */
  readonly routes: readonly { readonly method: string; readonly path: string }[]
  /** Ends the look at the queues that a visited console keeps up. */
  close(): void
  /** Resolves when the operations on many jobs that this server works off have ended. */
  settled(): Promise<void>
}

/**
 * Makes a console. Once visited it looks at the queues every ten seconds, until `close()` or an hour
 * after the last visit; close the Redis client yourself.
 *
 * @example
 * const console = createConsole({
 *   redis: connectRedis('redis://127.0.0.1:6379/0'),
 *   basePath: '/sidekiq',
 *   title: 'Sidekiq',
 *   allow: async (request) => (await isAdmin(request)) ? { name: 'admin', canAct: true } : null,
 * })
 * const response = await console.fetch(request)
 */
export function createConsole(options: ConsoleOptions): Console {
  const app = createApp(options)
  return {
    fetch: async (request) => app.router.fetch(request),
    routes: app.router.routes.map(({ method, path }) => ({ method, path })),
    close: () => app.close(),
    settled: () => app.settled(),
  }
}
