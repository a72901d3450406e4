/** How tests start the `howdah` command. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SOURCE = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Where `npm test` has bundled it, which starts in a third of the processor time (`scripts/lib/programs.mjs`). */
const BUNDLED = join(process.env['HOWDAH_TEST_PROGRAMS'] ?? '', 'apps/exporter/src/main.js')

/** What Node.js is given. */
export const HOWDAH: readonly string[] = existsSync(BUNDLED)
  ? [BUNDLED]
  : ['--conditions=source', SOURCE]
