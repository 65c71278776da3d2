import {Failure} from '../failure.ts'
import {OWN_SCHEMA} from '../postgres/own-schema.ts'

export type Naming = {
  /** A tenant's schema is called this and then its name. */
  readonly prefix: string
  readonly names: 'subdomain' | 'any'
  readonly reserved: readonly string[]
}

/** The most bytes of a name in PostgreSQL; what is longer would be cut off silently. */
const LONGEST = 63

/** RFC 1035, as far as it goes for one label. */
const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * The schema of a tenant of this name.
 * @throws Failure `bad_tenant_name`, `reserved_name`
 */
export function schemaOf(name: string, {prefix, names, reserved}: Naming, template: string): string {
  const schema = prefix + name
  if (names === 'subdomain' && !SUBDOMAIN.test(name))
    throw new Failure('bad_tenant_name', `"${name}" cannot be a subdomain`, {
      hint: 'use up to 63 lower-case letters, digits and hyphens, with no hyphen at an end; or say names: any in the config',
    })
  if (name.trim() === '' || name.includes('\0'))
    throw new Failure('bad_tenant_name', `"${name}" is no name`, {hint: 'give it a name with at least one letter'})
  const bytes = Buffer.byteLength(schema)
  if (bytes > LONGEST)
    throw new Failure('bad_tenant_name', `the schema "${schema}" would have a name of ${bytes} bytes`, {
      hint: `PostgreSQL's names have at most ${LONGEST}: after ${prefix || 'no prefix'} there is room for ${LONGEST - Buffer.byteLength(prefix)}`,
    })
  if (reserved.includes(name))
    throw new Failure('reserved_name', `"${name}" is reserved`, {
      hint: `no tenant may be called ${reserved.join(', ')} (tenancy.reserved in the config)`,
    })
  if ([template, 'public', 'information_schema', OWN_SCHEMA].includes(schema) || schema.startsWith('pg_'))
    throw new Failure('reserved_name', `"${name}" would have the schema "${schema}", which is not a tenant's`, {
      hint: 'choose another name, or a prefix in the config: tenancy: {prefix: tenant_}',
    })
  return schema
}
