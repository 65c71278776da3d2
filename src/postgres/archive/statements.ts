import {quoteIdent} from '../quote.ts'
import type {TocEntry} from './toc.ts'

/** In which of pg_restore's passes an entry comes: grants after all objects, what sees rows of other tables after them. */
export function passOf({type, tag}: TocEntry): 'objects' | 'grants' | 'last' {
  if (type === 'ACL' || type === 'DEFAULT ACL') return 'grants'
  const isLast =
    type === 'EVENT TRIGGER' ||
    type === 'MATERIALIZED VIEW DATA' ||
    ((type === 'COMMENT' || type === 'SECURITY LABEL') && tag.startsWith('EVENT TRIGGER '))
  return isLast ? 'last' : 'objects'
}

/** What the session is told anyway, and what is about the database as a whole. */
const NOT_RUN = new Set(['ENCODING', 'STDSTRINGS', 'SEARCHPATH', 'DATABASE', 'DATABASE PROPERTIES'])

/** The SQL that makes an entry's object and gives it to its owner, as pg_restore runs it; rows are apart. */
export function statementsOf(entry: TocEntry): readonly string[] {
  const {type, sql, owner, tablespace, accessMethod} = entry
  if (NOT_RUN.has(type)) return []
  if (type === 'BLOB METADATA')
    return sql
      .split('\n')
      .filter((oid) => /^\d+$/.test(oid))
      .flatMap((oid) => [`SELECT pg_catalog.lo_create(${oid});`, ...owned(`LARGE OBJECT ${oid}`, owner)])
  const settings = [
    ...(tablespace === '' ? [] : [`SET default_tablespace = ${quoteIdent(tablespace)};`]),
    ...(accessMethod === '' || accessMethod === 'heap'
      ? []
      : [`SET default_table_access_method = ${quoteIdent(accessMethod)};`]),
  ]
  const name = ownedName(entry)
  return [
    ...settings,
    ...(sql.trim() === '' ? [] : [sql]),
    ...(name === null ? [] : owned(name, owner)),
    ...(settings.length > 0 ? ['RESET default_tablespace; RESET default_table_access_method;'] : []),
  ]
}

const owned = (name: string, owner: string): string[] =>
  owner === '' ? [] : [`ALTER ${name} OWNER TO ${quoteIdent(owner)};`]

const BY_TAG = new Set([
  'COLLATION',
  'CONVERSION',
  'DOMAIN',
  'TABLE',
  'TYPE',
  'FOREIGN TABLE',
  'TEXT SEARCH DICTIONARY',
  'TEXT SEARCH CONFIGURATION',
  'STATISTICS',
  'PROCEDURAL LANGUAGE',
  'SCHEMA',
  'EVENT TRIGGER',
  'FOREIGN DATA WRAPPER',
  'SERVER',
  'PUBLICATION',
  'SUBSCRIPTION',
])
const BY_DROP = new Set(['AGGREGATE', 'FUNCTION', 'PROCEDURE', 'OPERATOR', 'OPERATOR CLASS', 'OPERATOR FAMILY'])
const LIKE_TABLES = new Set(['VIEW', 'MATERIALIZED VIEW', 'SEQUENCE'])

/** As ALTER … OWNER TO takes it: of functions and operators DROP says it with the arguments. */
function ownedName({type, tag, schema, dropSql}: TocEntry): string | null {
  if (type === 'BLOB') return `LARGE OBJECT ${tag}`
  if (dropSql === '') return null
  if (BY_DROP.has(type)) return dropSql.replace(/^DROP /, '').replace(/[;\s]+$/, '')
  const word = LIKE_TABLES.has(type) ? 'TABLE' : type
  if (!BY_TAG.has(word)) return null
  return `${word} ${schema === null ? '' : `${quoteIdent(schema)}.`}${quoteIdent(tag)}`
}
