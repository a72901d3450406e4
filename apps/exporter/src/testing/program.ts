/** How tests start a program of the sources. */
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))

/** The `howdah` command. */
export const HOWDAH = programParameters(fileURLToPath(new URL('../main.ts', import.meta.url)))

/**
 * What Node.js is given for a file: the file itself, or where `npm test` has bundled it, which starts in a third of the
 * processor time (`scripts/lib/programs.mjs`).
 */
export function programParameters(file: string): readonly string[] {
  const folder = process.env['HOWDAH_TEST_PROGRAMS'] ?? ''
  const bundled = join(folder, relative(ROOT, file).replace(/\.ts$/, '.js'))
  return folder !== '' && existsSync(bundled) ? [bundled] : ['--conditions=source', file]
}
