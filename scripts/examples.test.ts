/**
 * The code in the engine's documents is what its users copy: every ```ts block must compile under
 * strict settings, and the four programs of the README must run as they stand.
 *
 * A block that starts with `// name.ts` becomes that file, and later blocks of the same document can
 * import it; any other block is a module of its own. A block after `<!-- not run -->` is left out.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startTestRedis } from '@howdah/engine/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Inside the checkout, so that packages are found as users find them. */
const folder = join(root, '.howdah', 'examples')
const binaries = join(root, 'node_modules', '.bin')
const README = 'packages/engine/README.md'

/** Documents about the whole product, whose code is no TypeScript of the engine's users. */
const documents = [
  README,
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  for (const document of documents) writeExamples(document)
  const base = join(root, 'tsconfig.base.json')
  const compilerOptions = {
    noEmit: true,
    // The console's own sources are JSX.
    jsx: 'react-jsx',
    jsxImportSource: '@howdah/web',
    composite: false,
    rewriteRelativeImportExtensions: false,
    allowImportingTsExtensions: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    noPropertyAccessFromIndexSignature: false,
    rootDir: root,
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: base, compilerOptions, include: ['.'] }),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every example compiles', async () => {
  const { stdout } = await run('tsc', ['-p', folder])
  expect(stdout).toBe('')
})

test("the README's programs do what it says: push, run, stop", async () => {
  const server = await startTestRedis()
  const place = join(folder, basename(README, '.md'))
  const environment = { ...process.env, REDIS_URL: server.url }
  const options = { cwd: place, env: environment }
  await promisify(execFile)('node', ['--conditions=source', 'push.ts'], options)
  const worker = spawn('node', ['--conditions=source', 'work.ts'], options)
  const hello: string[] = []
  createInterface({ input: worker.stdout }).on('line', (line) => {
    const name = /Hello (\w+)/.exec(line)?.[1]
    if (name !== undefined) hello.push(name)
  })
  await expect.poll(() => hello.toSorted(), { timeout: 20_000 }).toEqual(['Ada', 'Kim', 'Lee'])
  worker.kill('SIGTERM')
  expect(await once(worker, 'exit')).toEqual([0, null])
  await server.stop()
})

test("the documents' tests pass", async () => {
  const config = `export default {
    resolve: { conditions: ['source'] },
    ssr: { resolve: { conditions: ['source'] } },
    test: { include: ['**/*.test.ts'], testTimeout: 30_000 },
  }`
  writeFileSync(join(folder, 'vitest.config.mjs'), config)
  const { stdout } = await run('vitest', ['run', '--root', folder])
  expect(stdout).not.toContain('failed')
})

function writeExamples(document: string): void {
  const place = join(folder, basename(document, '.md'))
  const text = readFileSync(join(root, document), 'utf8')
  const blocks = [...text.matchAll(/(<!-- not run -->\s*)?^( *)```ts\n(.*?)^ *```$/gmsu)]
  const runnable = blocks.filter(([, isLeftOut]) => isLeftOut === undefined)
  if (runnable.length > 0) mkdirSync(place, { recursive: true })
  for (const [index, [, , indent = '', indented = '']] of runnable.entries()) {
    const code = indented.replaceAll(new RegExp(`^${indent}`, 'gmu'), '')
    const name = /^\/\/ ([\w.-]+\.ts)\n/u.exec(code)?.[1] ?? `example-${index + 1}.ts`
    // A block without imports would be a script, and share its names with all others.
    const isModule = /^(?:import|export) /mu.test(code)
    writeFileSync(join(place, name), isModule ? code : `${code}\nexport {}\n`)
  }
}

async function run(
  program: string,
  parameters: readonly string[],
): Promise<{ stdout: string; stderr: string }> {
  try {
    return await promisify(execFile)(join(binaries, program), parameters, { cwd: root })
  } catch (error) {
    // What the program printed says more than that it failed.
    if (error instanceof Error && 'stdout' in error)
      throw new Error(String(error.stdout), { cause: error })
    throw error
  }
}
