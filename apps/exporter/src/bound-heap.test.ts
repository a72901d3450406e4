import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const MODULE = new URL('./bound-heap.ts', import.meta.url)

/** In a process of its own: what V8 was told cannot be taken back. */
function youngMegabytes(script: string): number[] {
  const text = `
    import { boundHeap, growHeapAgain, widenHeap } from ${JSON.stringify(MODULE.href)}
    import { getHeapSpaceStatistics } from 'node:v8'
    const say = () => console.log(
      getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 2 ** 20)
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    ${script}`
  const parameters = ['--expose-gc', '--input-type=module', '--eval', text]
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  const said = execFileSync(process.execPath, parameters, { encoding: 'utf8', cwd })
  return said.trim().split('\n').map(Number)
}

it('the young generation has its size again for long work after a quiet time', () => {
  const quiet = `boundHeap(); say()
    while (getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size > 2 ** 22) {
      await sleep(1_000)
      gc()
    }
    growHeapAgain(); say()`
  expect(youngMegabytes(quiet)).toEqual([32, 32])
})

it('of a site it is left to V8', () => {
  expect(youngMegabytes('widenHeap(); growHeapAgain(); say()')).toEqual([1])
})
