import { afterEach, expect, it, vi } from 'vitest'
import { ReadBuffers } from './read-buffers.ts'

afterEach(() => vi.useRealTimers())

it('takes memory once for as many buffers as are read into at the same time', () => {
  const buffers = new ReadBuffers()
  const take = () => Array.from({ length: 40 }, () => buffers.take())
  const first = take()
  for (const buffer of first) buffers.give(buffer)
  expect(new Set(take())).toEqual(new Set(first))
})

it('gives the memory back when nothing was read for a while, and not while something is', () => {
  vi.useFakeTimers()
  const buffers = new ReadBuffers()
  const [slow, quick] = [buffers.take(), buffers.take()]
  buffers.give(quick)
  vi.advanceTimersByTime(60_000)
  expect(buffers.take()).toBe(quick)
  buffers.give(quick)
  buffers.give(slow)
  vi.advanceTimersByTime(4_000)
  expect(buffers.take()).toBe(slow)
  buffers.give(slow)
  vi.advanceTimersByTime(60_000)
  expect([slow, quick]).not.toContain(buffers.take())
})
