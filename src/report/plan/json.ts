import type {Plan} from '../../plan.ts'

/** What `plan --json` prints. */
export const planJson = ({proven, reason, steps}: Plan): object => ({
  proven,
  reason,
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
