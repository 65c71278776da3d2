import {child, fingerprint} from '../canonical.ts'
import type {Part} from '../entry.ts'
import {statementsOf} from '../statements.ts'

/** Whether the table is partitioned by the column, or by an expression of it: then its type cannot be altered. */
export const isPartitionKey = (part: Part, column: string): boolean =>
  statementsOf(part).some(({node}) => {
    const key = child(node, 'partspec')
    const name = JSON.stringify(column)
    return (
      key !== undefined &&
      new RegExp(`"(?:name|sval)":${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`).test(fingerprint(key))
    )
  })
