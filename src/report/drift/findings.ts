import type {Change, Drift} from '../../change.ts'
import type {Finding} from '../../finding.ts'
import {shellCommand} from '../../shell.ts'

/** The drift as findings, for the formats that CI servers read. */
export const driftFindings = (drift: Drift): Finding[] => drift.changes.map((change) => finding(change, drift))

function finding(change: Change, {actual, expected}: Drift): Finding {
  return {
    rule: change.cosmetic ? 'drift-cosmetic' : `drift-${change.change}`,
    severity: change.cosmetic ? 'info' : 'error',
    object: {kind: change.kind, identity: change.identity},
    file: expected.kind === 'file' ? expected.name : null,
    line: null,
    message: `${change.kind} ${change.identity} ${message(change, actual.name, expected.name)}`,
    cure: change.cosmetic
      ? null
      : `${shellCommand(['pgplumb', 'plan', actual.name, expected.name])} prints the SQL that mends it`,
    sql: change.change === 'missing' ? change.expected : null,
  }
}

function message(change: Change, actual: string, expected: string): string {
  switch (change.change) {
    case 'missing':
      return `is missing in ${actual}, expected by ${expected}`
    case 'extra':
      return `is in ${actual}, but not in ${expected}`
    case 'altered':
      return `differs in ${actual} from ${expected}${change.details.length > 0 ? `: ${change.details.join('; ')}` : ''}`
  }
}
