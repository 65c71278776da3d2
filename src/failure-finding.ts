import type {Failure} from './failure.ts'
import type {Finding} from './finding.ts'

/** What could not be read or run, as a finding at its place. */
export const failureFinding = ({message, hint, place}: Failure, rule: string): Finding => ({
  rule,
  severity: 'error',
  object: null,
  file: place?.file ?? null,
  line: place?.line ?? null,
  column: place?.column ?? null,
  message,
  cure: hint ?? null,
  sql: null,
})
