/**
 * The usual accidents, staged: the real jobs run with one part that fails as it would in life, so
 * that the ledger and the retry and dead sets hold what a real accident leaves.
 */
import type { KyselyPlugin } from 'kysely'
import { DatabaseError } from 'pg'
import type { Services } from '../../services.ts'

/** A disk without room for another byte. */
export function withFullDisk(services: Services): Services {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'write',
  })
  const { storage } = services
  return {
    ...services,
    storage: {
      stat: (key) => storage.stat(key),
      read: (key, range) => storage.read(key, range),
      delete: (key) => storage.delete(key),
      clean: (key) => storage.clean(key),
      forget: (key) => storage.forget(key),
      unfinished: (prefix) => storage.unfinished(prefix),
      files: (prefix) => storage.files(prefix),
      check: (prefix) => storage.check(prefix),
      create: () => Promise.reject(full),
      reopen: (key) => storage.reopen(key),
      // Not known until it is written to: quotas and network disks are like that.
      freeBytes: () => Promise.resolve(null),
    },
  }
}

/** A database that is too busy to count posts. */
export function withSlowDatabase(services: Services): Services {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (!JSON.stringify(node).includes('statuses')) return node
      const message = 'canceling statement due to statement timeout'
      const error = new DatabaseError(message, message.length, 'error')
      error.severity = 'ERROR'
      error.code = '57014'
      throw error
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  return { ...services, db: services.db.withPlugin(plugin) }
}
