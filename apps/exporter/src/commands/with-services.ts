/** Opens everything for one command and closes it again; and who the audit says it was. */
import { userInfo } from 'node:os'
import { openServices, type Services } from '../services.ts'
import { loadConfig } from './environment.ts'
import { createProcessLogger } from './logger.ts'

export async function withServices<T>(
  env: string | undefined,
  act: (services: Services) => Promise<T>,
): Promise<T> {
  const services = await openServices(loadConfig(env), createProcessLogger('howdah', 'warn'))
  try {
    return await act(services)
  } finally {
    await services.close()
  }
}

/** Whoever has a shell on the server, by their name there. */
export function commandActor(): string {
  return `cli:${userInfo().username}`
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}
