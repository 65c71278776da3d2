import {Buffer} from 'node:buffer'
import {scanSync} from 'libpg-query'
import type {Step} from '../../plan.ts'
import type {Dependency} from '../dependencies.ts'
import {collect, type Entry, keyOf, type Schema} from '../entry.ts'
import {loadParser} from '../parse.ts'
import {statementsOf} from '../statements.ts'
import {readTable} from '../table/read.ts'
import {identifier} from '../words.ts'
import {qualify} from './names.ts'
import {step} from './step.ts'
import {tableKeyOf} from './table-key.ts'

/** What someone says was renamed: `table` is the qualified name as it is in ACTUAL, without quotes. */
export type Rename =
  | {readonly kind: 'column'; readonly table: string; readonly from: string; readonly to: string}
  | {readonly kind: 'table'; readonly table: string; readonly to: string}

export type Renamed = {
  /** ACTUAL as it will be after the steps. */
  readonly schema: Schema
  readonly steps: readonly Step[]
  /** What was read from ACTUAL, under the new names. */
  readonly dependencies: (found: readonly Dependency[]) => Dependency[]
}

/** Views keep the names of their columns when what they read is renamed: they are compared, and made again, as they are. */
const UNTOUCHED = new Set(['VIEW', 'MATERIALIZED VIEW', 'RULE', 'FUNCTION', 'PROCEDURE'])

/** The steps that rename, and ACTUAL after them: compare that with EXPECTED, and plan the rest. */
export async function rename(actual: Schema, renames: readonly Rename[]): Promise<Renamed> {
  await loadParser()
  let schema = actual
  const steps: Step[] = []
  const keys = new Map<string, string>()
  const columns = new Map<string, string>()
  for (const one of renames) {
    const {schema: namespace, name} = nameOf(one.table)
    const target = {kind: one.kind, identity: one.kind === 'column' ? `${one.table}.${one.from}` : one.table}
    const what =
      one.kind === 'column' ? `COLUMN ${identifier(one.from)} TO ${identifier(one.to)}` : `TO ${identifier(one.to)}`
    steps.push(step(target, `ALTER TABLE ${qualify(namespace, name)} RENAME ${what}`, {lock: 'ACCESS EXCLUSIVE'}))
    const table = keyOf({type: 'TABLE', schema: namespace, tag: name})
    if (one.kind === 'column') columns.set(`${table}\n${one.from}`, one.to)
    steps.push(...notNullSteps(schema, one, table))
    const entries: Entry[] = []
    for (const [key, entry] of schema.entries) {
      const changed = one.kind === 'column' ? withColumn(entry, table, one) : withTable(entry, namespace, name, one.to)
      if (keyOf(changed) !== key) keys.set(key, keyOf(changed))
      entries.push(changed)
    }
    schema = {...schema, entries: collect(entries)}
  }
  const dependencies = (found: readonly Dependency[]): Dependency[] =>
    found.map((dependency) => ({
      ...dependency,
      dependent: keys.get(dependency.dependent) ?? dependency.dependent,
      referenced: keys.get(dependency.referenced) ?? dependency.referenced,
      column: columns.get(`${dependency.referenced}\n${dependency.column}`) ?? dependency.column,
      part: dependency.part && {
        ...dependency.part,
        name: columns.get(`${dependency.dependent}\n${dependency.part.name}`) ?? dependency.part.name,
      },
    }))
  return {schema, steps, dependencies}
}

/** Since PostgreSQL 18 a NOT NULL has a name, which should follow those that it was made of. */
function notNullSteps({entries, serverVersion}: Schema, one: Rename, key: string): Step[] {
  const entry = entries.get(key)
  if (!entry || Number.parseInt(serverVersion ?? '', 10) < 18) return []
  const {schema, name} = nameOf(one.table)
  const table = one.kind === 'table' ? one.to : name
  return [...readTable(statementsOf([entry])).columns.values()].flatMap((column) => {
    if (column.notNull?.text !== 'NOT NULL' || (one.kind === 'column' && column.name !== one.from)) return []
    const [from, to] = [`${name}_${column.name}`, `${table}_${one.kind === 'column' ? one.to : column.name}`]
    if (Math.max(from.length, to.length) > 54) return []
    const what = `CONSTRAINT ${identifier(`${from}_not_null`)} TO ${identifier(`${to}_not_null`)}`
    const target = {kind: one.kind, identity: one.table}
    return [step(target, `ALTER TABLE ${qualify(schema, table)} RENAME ${what}`, {lock: 'ACCESS EXCLUSIVE'})]
  })
}

function nameOf(table: string): {schema: string; name: string} {
  const at = table.indexOf('.')
  return at < 0 ? {schema: 'public', name: table} : {schema: table.slice(0, at), name: table.slice(at + 1)}
}

type ColumnRename = Extract<Rename, {kind: 'column'}>

function withColumn(entry: Entry, table: string, {table: qualified, from, to}: ColumnRename): Entry {
  const {name} = nameOf(qualified)
  const tag = `COLUMN ${identifier(name)}.${identifier(from)}`
  const isOwn = keyOf(entry) === table || entry.tag === tag || tableKeyOf(entry).includes(table)
  if (UNTOUCHED.has(entry.type) || !(isOwn || entry.type === 'SEQUENCE OWNED BY') || !entry.text.includes(from))
    return entry
  const text = withWords(entry.text, (word, before, after) =>
    word === from && before !== '::' && after !== '(' ? to : word,
  )
  return {...entry, text, tag: entry.tag === tag ? `COLUMN ${identifier(name)}.${identifier(to)}` : entry.tag}
}

function withTable(entry: Entry, schema: string, from: string, to: string): Entry {
  if (UNTOUCHED.has(entry.type) || !entry.text.includes(from)) return entry
  const text = withWords(entry.text, (word, before, _after, qualifier) =>
    word === from && before === '.' && qualifier === schema ? to : word,
  )
  if (entry.schema !== schema || text === entry.text) return {...entry, text}
  const own = entry.tag === from || entry.tag.startsWith(`${from} `)
  const spoken = entry.tag.replace(/^(TABLE |COLUMN |.* ON )?(.*)$/s, (tag, prefix = '', rest: string) => {
    const old = identifier(from)
    return prefix && (rest === old || rest.startsWith(`${old}.`))
      ? `${prefix}${identifier(to)}${rest.slice(old.length)}`
      : tag
  })
  const isRelation = own && (entry.tag !== from || /^(?:TABLE|DEFAULT|ROW SECURITY|TABLE ATTACH)$/.test(entry.type))
  return {...entry, text, tag: isRelation ? `${to}${entry.tag.slice(from.length)}` : spoken}
}

type Rewrite = (word: string, before: string, after: string, qualifier: string) => string

/** The SQL with its identifiers rewritten. */
function withWords(sql: string, rewrite: Rewrite): string {
  const bytes = Buffer.from(sql)
  const tokens = scanSync(sql).tokens.map(({start, end}) => ({start, end, text: bytes.subarray(start, end).toString()}))
  let written = ''
  let at = 0
  tokens.forEach(({start, end, text}, index) => {
    const plain = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text
    const [before, after] = [tokens[index - 1]?.text ?? '', tokens[index + 1]?.text ?? '']
    const qualifier = (tokens[index - 2]?.text ?? '').replace(/^"|"$/g, '')
    const word = /^["\p{L}_]/u.test(text) ? rewrite(plain, before, after, qualifier) : plain
    written += bytes.subarray(at, start).toString() + (word === plain ? text : identifier(word))
    at = end
  })
  return written + bytes.subarray(at).toString()
}
