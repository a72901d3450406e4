import { describe, expect, it } from 'vitest'
import { isRangeCurrent, readByteRange } from './byte-range.ts'

describe('readByteRange', () => {
  it('reads a first and a last byte, both inclusive', () => {
    expect(readByteRange('bytes=2-5', 10)).toEqual({ kind: 'part', start: 2, end: 5 })
  })
  it('reads an open end and cuts an end beyond the file', () => {
    expect(readByteRange('bytes=4-', 10)).toEqual({ kind: 'part', start: 4, end: 9 })
    expect(readByteRange('bytes=4-400', 10)).toEqual({ kind: 'part', start: 4, end: 9 })
  })
  it('reads the last bytes', () => {
    expect(readByteRange('bytes=-3', 10)).toEqual({ kind: 'part', start: 7, end: 9 })
    expect(readByteRange('bytes=-300', 10)).toEqual({ kind: 'part', start: 0, end: 9 })
  })
  it('refuses what lies beyond the end', () => {
    expect(readByteRange('bytes=10-', 10)).toEqual({ kind: 'unsatisfiable' })
    expect(readByteRange('bytes=-0', 10)).toEqual({ kind: 'unsatisfiable' })
  })
  it('ignores what it does not understand', () => {
    for (const header of [null, '', 'bytes=-', 'bytes=5-2', 'items=1-2', 'bytes=0-1,4-5'])
      expect(readByteRange(header, 10)).toEqual({ kind: 'whole' })
  })
})

describe('isRangeCurrent', () => {
  const file = { etag: '"a"', modifiedAt: new Date('2026-11-23T14:00:00.500Z') }
  it('compares entity tags strongly and dates by the second', () => {
    expect(isRangeCurrent('"a"', file)).toBe(true)
    expect(isRangeCurrent('"b"', file)).toBe(false)
    expect(isRangeCurrent('W/"a"', file)).toBe(false)
    expect(isRangeCurrent('Mon, 23 Nov 2026 14:00:00 GMT', file)).toBe(true)
    expect(isRangeCurrent('Mon, 23 Nov 2026 14:00:01 GMT', file)).toBe(false)
    expect(isRangeCurrent(null, file)).toBe(true)
  })
})
