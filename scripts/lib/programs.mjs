/**
 * The programs that the tests start hundreds of times, each bundled into few files. From its sources a
 * process reads some 850 of them first, which takes four times the processor time and twice the memory.
 *
 * What a module learns from `import.meta.url` is where its source lies, so that everything beside it is
 * found. Threads are programs too, found beside the bundle of whoever starts them.
 *
 * `node scripts/lib/programs.mjs FOLDER`; with HOWDAH_TEST_PROGRAMS=FOLDER the tests start them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { root } from './run.mjs'

const PROGRAMS = [
  'apps/exporter/src/main.ts',
  'apps/exporter/src/archive/file-check-thread.ts',
  'packages/engine/chaos/worker.ts',
  'packages/engine/src/cli/main.ts',
  'packages/engine/src/cli/fixtures/jobs.ts',
  'packages/engine/src/server/fixtures/limits-worker.ts',
  'packages/engine/src/server/fixtures/periodic-worker.ts',
  'packages/engine/src/server/fixtures/worker.ts',
  'packages/engine/src/server/liveness-thread.ts',
  'packages/engine/src/server/vitals-thread.ts',
]

/** They look for files of their own beside themselves, or are asked for only by a few programs. */
const AS_THEY_ARE =
  /^(@aws-sdk|@electric-sql|@smithy|bcryptjs|nodemailer|pino|pino-pretty|pngjs|thread-stream|uplot)(\/|$)/u

await bundlePrograms(process.argv[2])

/** @param {string} folder below node_modules, so that what is not bundled is found */
async function bundlePrograms(folder) {
  const bundle = await rolldown({
    input: Object.fromEntries(PROGRAMS.map((file) => [withoutSuffix(file), join(root, file)])),
    platform: 'node',
    resolve: { conditionNames: ['source', 'node'] },
    external: AS_THEY_ARE,
    plugins: [keepPlaces(folder)],
    checks: { configurationFieldConflict: false },
  })
  await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'shared/[name]-[hash].js',
    keepNames: true,
  })
  await bundle.close()
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
}

function keepPlaces(folder) {
  return {
    name: 'keep-places',
    load(id) {
      if (!id.startsWith(join(root, 'apps')) && !id.startsWith(join(root, 'packages'))) return null
      const source = readFileSync(id, 'utf8')
      if (!source.includes('import.meta.url')) return null
      const place = source.includes('new Worker(')
        ? join(folder, `${withoutSuffix(relative(root, id))}.js`)
        : id
      return source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(place).href))
    },
  }
}

function withoutSuffix(file) {
  return file.replace(/\.tsx?$/u, '')
}
