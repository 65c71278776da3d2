import {DEFAULT_HISTORY} from '../migrations/history.ts'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'
import type {Entry} from '../schema/entry.ts'

const {schema: HISTORY_SCHEMA, table: HISTORY} = DEFAULT_HISTORY

/** Objects that pgplumb made for itself: in nobody's schema, and nobody's drift. */
export function isOwnObject({type, schema, tag}: Entry): boolean {
  if (schema === OWN_SCHEMA) return true
  if (schema === null) return (type === 'SCHEMA' && tag === OWN_SCHEMA) || tag === `SCHEMA ${OWN_SCHEMA}`
  if (schema !== HISTORY_SCHEMA) return false
  if (type === 'COMMENT' || type === 'ACL') return HISTORY_TAG.test(tag)
  // Tables, and what has `table name` for its tag: constraints, triggers, policies.
  return tag === HISTORY || tag.startsWith(`${HISTORY} `)
}

/** The same where each tenant has a history of its own: the name of its schema is taken for that of the history. */
export const isOwnObjectOf =
  (schemas: readonly string[]) =>
  (entry: Entry): boolean =>
    isOwnObject(entry.schema !== null && schemas.includes(entry.schema) ? {...entry, schema: HISTORY_SCHEMA} : entry)

const HISTORY_TAG = new RegExp(`^(?:TABLE ${HISTORY}$|COLUMN ${HISTORY}\\.|[A-Z ]+ .* ON ${HISTORY}$)`, 's')
