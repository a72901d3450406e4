/** `npm run build`: dist/ of every workspace, complete with what is not TypeScript. */
import { build } from './lib/build.mjs'
import { ensurePackages } from './lib/packages.mjs'

await ensurePackages()
process.exitCode = (await build()) ? 0 : 1
