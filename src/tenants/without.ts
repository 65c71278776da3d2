import type {Schema} from '../schema/entry.ts'
import {schemaOfEntry} from './rename.ts'

/** The schema without what these tenants' schemas hold. */
export function withoutTenants({serverVersion, entries}: Schema, tenants: ReadonlySet<string>): Schema {
  return {
    serverVersion,
    entries: new Map([...entries].filter(([, entry]) => !tenants.has(schemaOfEntry(entry) ?? ''))),
  }
}
