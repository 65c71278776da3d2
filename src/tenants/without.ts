import type {Entry, Schema} from '../schema/entry.ts'

/** The schema without what these tenants' schemas hold. */
export function withoutTenants({serverVersion, entries}: Schema, tenants: ReadonlySet<string>): Schema {
  return {serverVersion, entries: new Map([...entries].filter(([, entry]) => !tenants.has(schemaOf(entry))))}
}

/** The schema itself, its comment and the grants on it lie in no schema. */
const schemaOf = ({schema, type, tag}: Entry): string =>
  schema ?? (type === 'SCHEMA' ? tag : tag.replace(/^SCHEMA "?|"$/g, ''))
