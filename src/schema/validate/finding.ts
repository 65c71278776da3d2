import type {Finding} from '../../finding.ts'
import type {ExactPlace} from '../../postgres/script/place.ts'

/** An error at a place of a file. */
export const errorAt = (
  rule: string,
  place: ExactPlace,
  message: string,
  cure: string | null,
  object: Finding['object'] = null,
): Finding => ({
  rule,
  severity: 'error',
  object,
  file: place.file,
  line: place.line,
  column: place.column,
  message,
  cure,
  sql: null,
})
