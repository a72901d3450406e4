import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const MODULE = new URL('./bound-heap.ts', import.meta.url)

/** In a process of its own: what V8 was told cannot be taken back. */
function youngMegabytes(script: string): number[] {
  const text = `
    import { boundHeap, withGrownHeap, widenHeap } from ${JSON.stringify(MODULE.href)}
    import { getHeapSpaceStatistics } from 'node:v8'
    const say = () => console.log(
      getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 2 ** 20)
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    ${script}`
  return run(text, '--expose-gc').trim().split('\n').map(Number)
}

function run(text: string, ...options: string[]): string {
  const parameters = [...options, '--input-type=module', '--eval', text]
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  return execFileSync(process.execPath, parameters, { encoding: 'utf8', cwd })
}

it('the young generation has its size again for long work after a quiet time', () => {
  const quiet = `boundHeap(); say()
    while (getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size > 2 ** 22) {
      await sleep(1_000)
      gc()
    }
    await withGrownHeap(async () => say())`
  expect(youngMegabytes(quiet)).toEqual([32, 32])
})

it('it is twice as large while two share it', () => {
  const shared = `boundHeap()
    await Promise.all([1, 2].map(() => withGrownHeap(async () => { await sleep(1); say() })))`
  expect(youngMegabytes(shared)).toEqual([64, 64])
})

it('of a site it is left to V8', () => {
  expect(youngMegabytes('widenHeap(); await withGrownHeap(async () => say())')).toEqual([1])
})

it('what the network has brought is thrown away without a look at the whole heap', () => {
  const majors = (afterEach: string): number => {
    const text = `
      import { boundHeap, discardRead } from ${JSON.stringify(MODULE.href)}
      import { constants, PerformanceObserver } from 'node:perf_hooks'
      let majors = 0
      new PerformanceObserver((list) => {
        for (const { detail } of list.getEntries()) {
          if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) majors += 1
        }
      }).observe({ entryTypes: ['gc'] })
      boundHeap()
      // As much as a worker has in use.
      const kept = Array.from({ length: 500_000 }, (_, number) => ({ number }))
      gc()
      majors = 0
      for (let chunk = 0; chunk < 32_768; chunk += 1) {
        const bytes = Buffer.allocUnsafeSlow(65_536)
        ${afterEach}
        if (chunk % 16 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
      console.log(majors, kept.length)`
    return Number.parseInt(run(text, '--expose-gc'), 10)
  }
  const left = majors('')
  expect(left).toBeGreaterThan(4)
  expect(majors('discardRead(bytes.length)')).toBeLessThan(left / 4)
})
