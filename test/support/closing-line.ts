import {writeSync} from 'node:fs'
import type {TestCase, TestModule} from 'vitest/node'
import type {Reporter} from 'vitest/reporters'

/** Says why tests were skipped, and ends with `N passed, N failed, N skipped`, whatever else is printed before. */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const skipped = tests.filter((test) => test.result().state === 'skipped')
    const passed = tests.filter((test) => test.result().state === 'passed').length
    // A file that could not be run has no tests to count, and an error outside of all tests is no one's.
    const broken = modules.reduce((sum, module) => sum + module.errors().length, 0) + errors.length
    const failed = tests.length - passed - skipped.length + broken
    const reasons = skipped.flatMap((test) => reasonOf(test) ?? [])
    const others = skipped.length - reasons.length
    const lines = [...reasons, ...(others ? [`skipped: ${others} left out by -t, or for a reason printed above`] : [])]
    const closing = [...lines, `${passed} passed, ${failed} failed, ${skipped.length} skipped`].join('\n')
    process.once('exit', () => writeSync(1, `${closing}\n`))
  }
}

function reasonOf(test: TestCase): string | null {
  const result = test.result()
  if (result.state !== 'skipped' || result.note === undefined) return null
  return `skipped: ${test.module.relativeModuleId} > ${test.fullName}: ${result.note}`
}
