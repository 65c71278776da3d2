import {loadModule} from 'libpg-query'
import type {Finding} from '../../finding.ts'
import {bodyFindings} from './bodies.ts'
import {nothingDefined} from './defined.ts'
import {duplicateFindings} from './duplicates.ts'
import {parseUnits} from './parse.ts'
import {syntaxFinding} from './syntax.ts'
import {transactionFindings} from './transactional.ts'
import {swallowed, type Unit} from './unit.ts'
import {volatileFindings} from './volatile.ts'

/** What is wrong with statements, in the order in which they stand. */
export async function checkUnits(units: Iterable<Unit>, transaction: boolean): Promise<Finding[]> {
  await loadModule()
  const findings: Finding[] = []
  const defined = nothingDefined()
  const check = (some: Iterable<Unit>): void => {
    for (const {trees, problems} of parseUnits(some)) {
      for (const problem of problems) findings.push(syntaxFinding(problem))
      for (const tree of trees) {
        findings.push(...bodyFindings(tree), ...volatileFindings(tree), ...duplicateFindings(tree, defined))
        if (transaction) findings.push(...transactionFindings(tree))
      }
      const rest = problems.flatMap(swallowed)
      if (rest.length > 0) check(rest)
    }
  }
  check(units)
  return findings
}
