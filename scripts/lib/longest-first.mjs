/**
 * The order of the test files: those that take long begin first, so that none of them runs alone at
 * the end while the other workers have nothing left to do. (vitest itself knows how long a file takes
 * only after a first run; in a clean clone it would begin with those that have the most bytes.)
 */
import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { BaseSequencer } from 'vitest/node'

/** What takes more than half a minute on two quiet cores, longest first. */
const LONG = [
  'apps/exporter/src/e2e/every-page.test.ts',
  'apps/exporter/src/e2e/walk.test.ts',
  'apps/exporter/src/site/words/fit.test.ts',
  'packages/engine/src/model/model.test.ts',
  'packages/web/src/every-page.test.ts',
  'apps/exporter/src/jobs/worker.test.ts',
  'bench/web/web.test.ts',
  'packages/web/src/for-everyone.test.ts',
  'bench/export/export.test.ts',
  'apps/exporter/src/commands/commands.test.ts',
  'apps/exporter/src/ledger/ledger.test.ts',
  'packages/engine/src/server/processes.test.ts',
  'apps/exporter/src/jobs/s3.test.ts',
  'apps/exporter/src/site/every-post.test.ts',
  'apps/exporter/src/commands/schedule.test.ts',
  'packages/engine/src/cli/worker.test.ts',
  'apps/exporter/src/jobs/failures.test.ts',
]

/** Begins with {@link LONG}; what is not in it follows in vitest's own order. */
export class LongestFirst extends BaseSequencer {
  /** @throws Error when a file of {@link LONG} is not there: it was renamed, or split */
  async sort(files) {
    const { root } = this.ctx.config
    const gone = LONG.filter((file) => !existsSync(join(root, file)))
    if (gone.length > 0) throw new Error(`longest-first.mjs names what is gone: ${gone.join(', ')}`)
    const rank = ({ moduleId }) => {
      const place = LONG.indexOf(relative(root, moduleId).split(sep).join('/'))
      return place === -1 ? LONG.length : place
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}
