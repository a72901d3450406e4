/** A vitest reporter that writes the totals, and each test that was skipped or tried again with its reason, to a file. */
import { writeFileSync } from 'node:fs'

// oxlint-disable-next-line import/no-default-export -- vitest loads a reporter by its default export.
export default class TestCounter {
  onTestRunEnd(testModules, unhandledErrors) {
    const totals = { passed: 0, failed: unhandledErrors.length, skipped: 0, skips: [], retries: [] }
    for (const testModule of testModules) count(testModule, totals)
    writeFileSync(process.env.HOWDAH_TEST_TOTALS, JSON.stringify(totals))
  }
}

function count(testModule, totals) {
  const failedBefore = totals.failed
  for (const test of testModule.children.allTests()) {
    const result = test.result()
    if (result.state === 'passed') totals.passed += 1
    else if (result.state === 'failed') totals.failed += 1
    else {
      totals.skipped += 1
      totals.skips.push(`${test.fullName}: ${result.note ?? 'no reason given'}`)
    }
    if (test.diagnostic()?.flaky) {
      const [reason = 'no reason given'] = result.errors?.[0]?.message.split('\n') ?? []
      totals.retries.push(`${test.fullName}: ${reason}`)
    }
  }
  // A file that cannot be loaded, or whose set-up throws, has no failed test but has failed.
  if (testModule.state() === 'failed' && totals.failed === failedBefore) totals.failed += 1
}
