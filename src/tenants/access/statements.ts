import {quoteIdent} from '../../postgres/quote.ts'
import type {AccessDifference, SchemaAccess} from './differences.ts'

/** How GRANT calls them. */
const ON = {
  schema: 'SCHEMA',
  tables: 'TABLE',
  sequences: 'SEQUENCE',
  functions: 'ROUTINE',
  'future tables': 'TABLES',
  'future sequences': 'SEQUENCES',
  'future functions': 'ROUTINES',
} as const satisfies Record<AccessDifference['kind'], string>

/** The SQL that makes a schema's grants what is declared: a statement for all objects that want the same. */
export function accessStatements({schema, owner, differences}: SchemaAccess): readonly string[] {
  const prefix = `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdent(owner)} IN SCHEMA ${quoteIdent(schema)} `
  const same = new Map<string, string[]>()
  const add = (before: string, after: string, object: string) => {
    const key = JSON.stringify([before, after])
    same.set(key, [...(same.get(key) ?? []), object])
  }
  for (const {role, kind, object, missing, extra, columns} of differences) {
    const name = object === null ? quoteIdent(schema) : `${quoteIdent(schema)}.${object}`
    const what = kind.startsWith('future') ? '' : ` ${name}`
    const start = what === '' ? prefix : ''
    const [to, from] = [` TO ${quoteIdent(role)};`, ` FROM ${quoteIdent(role)};`]
    if (extra.length > 0) add(`${start}REVOKE ${extra.join(', ')} ON ${ON[kind]}`, from, what)
    if (missing.length > 0) add(`${start}GRANT ${missing.join(', ')} ON ${ON[kind]}`, to, what)
    for (const column of columns) add(`GRANT ${column} ON TABLE`, to, what)
  }
  return [...same].map(([key, objects]) => {
    const [before, after]: [string, string] = JSON.parse(key)
    return before + objects.join(',') + after
  })
}
