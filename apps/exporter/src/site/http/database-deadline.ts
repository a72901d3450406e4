/**
 * A database that has fallen silent – a frozen machine, a network that drops packets – refuses nothing,
 * so what every page asks first has a limit of time here.
 */

/** Longer than any healthy answer (milliseconds), shorter than a reader's patience. */
const LIMIT_MS = 5_000

/** Thrown when the database did not answer in time; the code is the network's own for it. */
class DatabaseSilentError extends Error {
  override readonly name = 'DatabaseSilentError'
  readonly code = 'ETIMEDOUT'
  constructor(limitMs: number) {
    super(
      `The database did not answer within ${limitMs} ms; check that it runs and can be reached.`,
    )
  }
}

/** The promise's outcome, or a `DatabaseSilentError` after `limitMs`. */
export async function withinDatabaseLimit<T>(promise: Promise<T>, limitMs = LIMIT_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DatabaseSilentError(limitMs)), limitMs)
  })
  try {
    return await Promise.race([promise, silence])
  } finally {
    clearTimeout(timer)
  }
}
