import type {Lock} from '../../../plan.ts'
import {quoteLiteral} from '../../../postgres/quote.ts'
import {child, text} from '../../canonical.ts'
import {type Node, parse} from '../../parse.ts'
import {identifier} from '../../words.ts'
import {qualifiedName, qualify, relation, signature} from '../names.ts'
import type {Named} from './find.ts'

/** The statements that give something another name, or another schema. */
export function renameSql({kind, entry, part}: Named, to: readonly string[]): string[] {
  const name = identifier(to.at(-1) ?? '')
  if (part === null) return wholeSql(entry, to, name)
  const old = identifier(part)
  const owner = qualifiedName(entry)
  switch (kind) {
    case 'column':
      return [`ALTER ${entry.type} ${owner} RENAME COLUMN ${old} TO ${name}`]
    case 'attribute':
      return [`ALTER TYPE ${owner} RENAME ATTRIBUTE ${old} TO ${name} CASCADE`]
    case 'value':
      return [`ALTER TYPE ${owner} RENAME VALUE ${quoteLiteral(part)} TO ${quoteLiteral(to.at(-1) ?? '')}`]
    case 'constraint':
      return entry.type === 'DOMAIN'
        ? [`ALTER DOMAIN ${owner} RENAME CONSTRAINT ${old} TO ${name}`]
        : [`ALTER TABLE ${tableOf(entry)} RENAME CONSTRAINT ${old} TO ${name}`]
    default:
      return [`ALTER ${kind.toUpperCase()} ${old} ON ${tableOf(entry)} RENAME TO ${name}`]
  }
}

function wholeSql(entry: Named['entry'], to: readonly string[], name: string): string[] {
  const type = entry.type === 'PROCEDURAL LANGUAGE' ? 'LANGUAGE' : entry.type
  const tag = entry.tag.includes('(') && isRoutine(entry.type) ? entry.tag.slice(entry.tag.lastIndexOf('(')) : ''
  const bare = tag ? entry.tag.slice(0, -tag.length) : entry.tag
  const at = (schema: string | null): string =>
    isRoutine(entry.type) ? signature({...entry, schema}) : `${qualify(schema, entry.tag)}${using(entry)}`
  const [schema] = to.length > 1 ? to : [entry.schema]
  const moves = schema !== undefined && schema !== entry.schema
  return [
    ...(moves ? [`ALTER ${type} ${at(entry.schema)} SET SCHEMA ${identifier(schema ?? '')}`] : []),
    ...(to.at(-1) === bare ? [] : [`ALTER ${type} ${at(schema ?? null)} RENAME TO ${name}`]),
  ]
}

const isRoutine = (type: string): boolean => ['FUNCTION', 'PROCEDURE', 'AGGREGATE'].includes(type)

/** An operator class has its name within an access method. */
const using = ({type, text: sql}: Named['entry']): string =>
  type === 'OPERATOR CLASS' || type === 'OPERATOR FAMILY'
    ? ` USING ${identifier(text(parse(sql)[0]?.node ?? {}, 'amname') ?? '')}`
    : ''

function tableOf(entry: Named['entry']): string {
  if (entry.type === 'TABLE' || entry.type === 'FOREIGN TABLE') return qualifiedName(entry)
  const node: Node = parse(entry.text)[0]?.node ?? {}
  return relation(node, child(node, 'relation') ? 'relation' : 'table')
}

const WEAK = new Set(['index', 'statistics'])
const ON_TABLES = new Set([
  'table',
  'view',
  'materialized view',
  'foreign table',
  'column',
  'constraint',
  'sequence',
  'trigger',
  'policy',
  'rule',
])

export const renameLock = ({kind}: Named): Lock | null =>
  WEAK.has(kind) ? 'SHARE UPDATE EXCLUSIVE' : ON_TABLES.has(kind) ? 'ACCESS EXCLUSIVE' : null
