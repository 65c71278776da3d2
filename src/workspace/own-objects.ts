import type {Entry} from '../schema/entry.ts'

/** Where pgplumb keeps what it must remember in a database. */
const OWN_SCHEMA = 'pgplumb'
const HISTORY = 'schema_migrations'

/** Objects that pgplumb made for itself: in nobody's schema, and nobody's drift. */
export function isOwnObject({type, schema, tag}: Entry): boolean {
  if (schema === OWN_SCHEMA || (schema === null && (tag === OWN_SCHEMA || tag.endsWith(` ${OWN_SCHEMA}`)))) return true
  if (type === 'COMMENT' || type === 'ACL') return new RegExp(`^[A-Z]+ ${HISTORY}(\\.|$)|ON ${HISTORY}$`).test(tag)
  return tag === HISTORY || tag.startsWith(`${HISTORY} `) || tag.startsWith(`${HISTORY}_`)
}
