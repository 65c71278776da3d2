import type {Plan} from '../../plan.ts'

/** What `plan --json` prints. */
export const planJson = ({proven, reason, failedStep, rows, renames, suggestions, steps}: Plan): object => ({
  proven,
  reason,
  failedStep,
  rows,
  renames,
  suggestions,
  steps: steps.map(({sql, kind, identity, transactional, lock, rewrites, hazards}) => ({
    sql,
    kind,
    identity,
    transactional,
    lock,
    rewrites,
    hazards,
  })),
})
