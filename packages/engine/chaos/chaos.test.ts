/** The accidents in their short form, two at a time; the long form is `npm run chaos`. */
import { describe, expect, test } from 'vitest'
import { SCENARIOS } from './scenarios.ts'
import { judge } from './verdict.ts'

describe.concurrent('nothing is lost', () => {
  test.for(SCENARIOS.filter(({ isShort }) => isShort))(
    'after: $title',
    { timeout: 120_000, retry: 0 },
    async ({ run, whyNot }, { skip }) => {
      const reason = whyNot?.() ?? null
      if (reason !== null) skip(reason)
      expect(judge(await run('short'))).toEqual([])
    },
  )
})
