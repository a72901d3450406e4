import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { InvalidSettingsError } from '../errors.ts'
import { connectRedis } from './ioredis-client.ts'

test('an address that is no URL is said in words that keep its password', () => {
  const url = 'redis://:s3cret@127.0.0.1:99999/0'
  let thrown: unknown
  try {
    connectRedis(url)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(InvalidSettingsError)
  expect(inspect(thrown)).not.toContain('s3cret')
})
