import {quoteIdent} from '../postgres/quote.ts'
import type {Entry} from '../schema/entry.ts'
import {parse} from '../schema/parse.ts'
import {namesOf} from '../schema/validate/tree.ts'

/** What has an owner of its own that can be said by its bare name. */
const BY_NAME = new Set([
  'TABLE',
  'FOREIGN TABLE',
  'VIEW',
  'MATERIALIZED VIEW',
  'SEQUENCE',
  'TYPE',
  'DOMAIN',
  'COLLATION',
  'STATISTICS',
])
const BY_SIGNATURE = new Set(['FUNCTION', 'PROCEDURE'])

/** Gives the objects that are not `user`'s to their owners, as pg_dump does. The parser must be loaded. */
export const ownerStatements = (entries: readonly Entry[], user: string): string[] =>
  entries.flatMap((entry) => {
    const {type, schema, owner} = entry
    if (owner === null || owner === '' || owner === user) return []
    const name = nameOf(entry)
    if (name === null) return []
    const qualified = schema === null ? name : `${quoteIdent(schema)}.${name}`
    return [`ALTER ${type} ${qualified} OWNER TO ${quoteIdent(owner)};`]
  })

function nameOf({type, tag, text}: Entry): string | null {
  if (type === 'SCHEMA' || BY_NAME.has(type)) return quoteIdent(tag)
  if (!BY_SIGNATURE.has(type)) return null
  // The tag has the name without quotes, and then the arguments.
  for (const {node, kind} of parse(text)) {
    if (kind !== 'CreateFunctionStmt' || !Array.isArray(node.funcname)) continue
    const name = namesOf(JSON.parse(JSON.stringify(node.funcname))).at(-1) ?? ''
    return `${quoteIdent(name)}${tag.slice(name.length)}`
  }
  return null
}
