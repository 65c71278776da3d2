import type {IsolationProof} from '../../workspace/prove-isolation.ts'
import {findingsJson} from '../findings/json.ts'

/** What `rls prove --json` prints: findings as everywhere, and what they are drawn from. */
export const proofJson = ({
  findings,
  database,
  place,
  attempts,
  tables,
  matrix,
  leaks,
  unproven,
  shared,
  schemas,
  accepted,
}: IsolationProof): object => ({
  ...findingsJson(findings),
  database,
  place,
  attempts,
  tables,
  matrix,
  leaks,
  unproven,
  shared,
  schemas,
  accepted,
})
