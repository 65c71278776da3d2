import type {Section, TocEntry} from '../../postgres/archive/toc.ts'
import {quoteQualified} from '../../postgres/quote.ts'
import type {Entry} from '../entry.ts'

/** An entry of an archive, before it has a number. */
export type Draft = Pick<TocEntry, 'type' | 'tag' | 'schema' | 'owner' | 'section' | 'sql'> &
  Partial<Pick<TocEntry, 'dropSql' | 'copySql' | 'hasData'>>

const OWNER = /\n+ALTER ([A-Z ]+?) ((?:"|[^A-Z"\s]).*) OWNER TO .*;$/
/** Of which the owner is changed as that of a table. */
const LIKE_TABLES = new Set(['VIEW', 'MATERIALIZED VIEW', 'SEQUENCE'])
const AFTER_ROWS = new Set([
  'CONSTRAINT',
  'CHECK CONSTRAINT',
  'FK CONSTRAINT',
  'INDEX',
  'INDEX ATTACH',
  'TRIGGER',
  'RULE',
  'POLICY',
  'ROW SECURITY',
  'EVENT TRIGGER',
  'PUBLICATION',
  'PUBLICATION TABLE',
  'PUBLICATION TABLES IN SCHEMA',
  'SUBSCRIPTION',
  'STATISTICS',
  'DEFAULT ACL',
])

/** What a dump's text has of an object, with the statement that gives it to its owner, as an archive has it. */
export function draftOf({type, schema, tag, owner, text}: Entry): Draft {
  const [statement = '', kind = '', name = ''] = OWNER.exec(text) ?? []
  const sql = statement === '' ? text : text.slice(0, -statement.length)
  return {
    type,
    // Operators have their operands added, by which they are told apart.
    tag: type === 'OPERATOR' ? tag.replace(/ \([^()]*\)$/, '') : tag,
    schema,
    // pg_restore takes the name from the DROP, so without one the owner is none.
    owner: statement === '' ? '' : (owner ?? ''),
    section: sectionOf(type),
    sql: `${sql.trimEnd().endsWith(';') ? sql : `${sql};`}\n`,
    dropSql: statement === '' ? '' : `DROP ${LIKE_TABLES.has(type) ? type : kind} ${name};\n`,
  }
}

function sectionOf(type: string): Section {
  if (type === 'ACL' || type === 'COMMENT' || type === 'SECURITY LABEL') return 'none'
  return AFTER_ROWS.has(type) ? 'after the rows' : 'before the rows'
}

/** Puts the rows where pg_dump has them, and those that only make sense with them after everything else. */
export function inOrder(
  objects: readonly Draft[],
  rows: readonly Draft[],
  last: readonly Draft[],
): readonly TocEntry[] {
  const split = objects.findIndex(({section}) => section === 'after the rows')
  const at = split < 0 ? objects.length : split
  return [...objects.slice(0, at), ...rows, ...objects.slice(at), ...last].map((draft, index) => ({
    dropSql: '',
    copySql: '',
    hasData: false,
    tablespace: '',
    accessMethod: '',
    dependencies: [],
    offset: null,
    ...draft,
    id: index + 1,
  }))
}

/** The settings that pg_restore begins with. */
export const SETTINGS: readonly Draft[] = [
  {type: 'ENCODING', tag: 'ENCODING', sql: "SET client_encoding = 'UTF8';\n"},
  {type: 'STDSTRINGS', tag: 'STDSTRINGS', sql: "SET standard_conforming_strings = 'on';\n"},
  {type: 'SEARCHPATH', tag: 'SEARCHPATH', sql: "SELECT pg_catalog.set_config('search_path', '', false);\n"},
].map((one) => ({...one, schema: null, owner: '', section: 'before the rows'}))

export const refreshOf = ({schema, tag, owner}: Entry): Draft => ({
  type: 'MATERIALIZED VIEW DATA',
  tag,
  schema,
  owner: owner ?? '',
  section: 'after the rows',
  sql: `REFRESH MATERIALIZED VIEW ${quoteQualified(schema ?? 'public', tag)};\n`,
})
