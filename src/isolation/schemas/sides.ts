import {quoteIdent, quoteLiteral} from '../../postgres/quote.ts'

/** A tenant with a schema of its own, and the role that works for it. */
export type SchemaTenant = {readonly name: string; readonly schema: string; readonly role: string}

/** Of a schema per tenant: A, and all whose schemas A must not reach, B before the others. */
export type Sides = {
  readonly attacker: SchemaTenant
  readonly victims: readonly [SchemaTenant, ...SchemaTenant[]]
  /** The schema that tenants are copies of, if there is one. */
  readonly template: string | null
}

export type Side = 'attacker' | 'victim'

/** Of how many others it is looked at what their writes leave behind. */
const WRITING = 9

export const writingVictims = ({victims}: Sides): readonly SchemaTenant[] => victims.slice(0, WRITING)

/** Whether PostgreSQL can tell the tenants apart: each has a role of its own. */
export const haveRoles = ({attacker, victims}: Sides): boolean => victims.every(({role}) => role !== attacker.role)

/** Whose schema a relation is in; null: nobody's. */
export function sideOf({attacker, victims}: Sides, {schema}: {readonly schema: string}): Side | null {
  if (schema === attacker.schema) return 'attacker'
  return victims.some((one) => one.schema === schema) ? 'victim' : null
}

/** SQL that signs in to a tenant: what the config says, with `:schema` and `:name`; else the search_path does. */
export const signInTo = (snippet: string | null, {schema, name}: SchemaTenant): string =>
  snippet === null
    ? `SET LOCAL search_path = ${quoteIdent(schema)}, public`
    : snippet.replaceAll(/(?<!:):(schema|name)\b/g, (_, word) => quoteLiteral(word === 'schema' ? schema : name))
