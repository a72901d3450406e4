import { expect, test } from 'vitest'
import { clip, escapedLength, fairShare } from './clip.ts'
import { formatBytes, formatCount, formatDuration, formatRelative } from './numbers.ts'

const NOW = new Date('2026-11-23T14:00:00Z')

test('counts carry separators', () => {
  expect(formatCount(1_204_000)).toBe('1,204,000')
})

test('bytes are decimal with three digits at most', () => {
  expect([0, 999, 1000, 12_345, 382_000_000, 1_900_000_000].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1 kB',
    '12.3 kB',
    '382 MB',
    '1.9 GB',
  ])
})

test('a span has two units at most and is never negative', () => {
  expect([-5, 0, 59.9, 60, 187, 3_600, 93_600, 864_000].map(formatDuration)).toEqual([
    '0 s',
    '0 s',
    '59 s',
    '1 min',
    '3 min 7 s',
    '1 h',
    '1 d 2 h',
    '10 d',
  ])
})

test('a distance says its direction', () => {
  const at = (seconds: number): string =>
    formatRelative(new Date(NOW.getTime() + seconds * 1000), NOW)
  expect([0.2, -41, 720, 43_200, -129_600 * 2].map(at)).toEqual([
    'just now',
    '41 s ago',
    'in 12 min',
    'in 12 h',
    '3 days ago',
  ])
})

test('texts are cut by the bytes they take in a page, never inside a character', () => {
  expect(escapedLength('"a<')).toBe(11)
  expect(clip('"""', 12)).toMatchObject({ text: '""…', isCut: true, length: 12 })
  expect(clip('abc', 3)).toMatchObject({ text: 'abc', isCut: false })
  expect(clip('a🐘', 4).text.isWellFormed()).toBe(true)
})

test('texts share a page fairly: whole while all fit, else the long ones cut alike', () => {
  expect(fairShare(['aa', 'bb'], 10)).toBe(10)
  expect(fairShare(['a'.repeat(90), 'b'.repeat(30)], 100)).toBe(70)
  expect(fairShare(['a'.repeat(90), 'b'.repeat(80)], 100)).toBe(50)
})
