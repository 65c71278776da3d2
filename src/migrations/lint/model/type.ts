import type {TypeName} from 'libpg-query'
import {all, strings} from '../tree.ts'

/** A type as the catalogs name it: `int4`, `varchar` with the modifiers [20]. */
export type Type = {
  /** Without `pg_catalog`. */
  readonly name: string
  readonly modifiers: readonly number[]
  readonly array: boolean
}

export const UNKNOWN: Type = {name: '', modifiers: [], array: false}

export function typeOf(name: TypeName | undefined): Type {
  if (!name) return UNKNOWN
  const names = strings(name.names)
  const modifiers = all(name.typmods, 'A_Const').map((constant) => constant.ival?.ival ?? 0)
  return {
    name: names.filter((part) => part !== 'pg_catalog').join('.'),
    modifiers,
    array: (name.arrayBounds ?? []).length > 0,
  }
}

const WORDS: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  bpchar: 'char',
  float8: 'double precision',
  float4: 'real',
  timestamptz: 'timestamptz',
}

/** As a person writes it: `varchar(20)`. */
export const typeText = ({name, modifiers, array}: Type): string =>
  `${WORDS[name] ?? name}${modifiers.length ? `(${modifiers.join(', ')})` : ''}${array ? '[]' : ''}`

export const SERIAL = /^(small|big)?serial[248]?$/

const plain = ({array, name}: Type): string => (array ? '' : name)
const [first, second] = [0, 1]

/** What a change of a column's type costs. Source: ATColumnChangeRequiresRewrite in tablecmds.c, and tries. */
export function changeCost(from: Type, to: Type): 'nothing' | 'rewrite' {
  if (from.name === '' || from.array !== to.array) return 'rewrite'
  if (from.name === to.name && String(from.modifiers) === String(to.modifiers)) return 'nothing'
  const pair = `${plain(from)} ${plain(to)}`
  switch (pair) {
    case 'varchar varchar':
    case 'varbit varbit':
      return to.modifiers.length === 0 || wider(from, to, first) ? 'nothing' : 'rewrite'
    case 'varchar text':
    case 'cidr inet':
    case 'citext text':
    case 'xml text':
      return 'nothing'
    case 'text varchar':
    case 'citext varchar':
      return to.modifiers.length === 0 ? 'nothing' : 'rewrite'
    case 'numeric numeric':
      return to.modifiers.length === 0 || (wider(from, to, first) && same(from, to, second)) ? 'nothing' : 'rewrite'
    case 'timestamp timestamp':
    case 'timestamptz timestamptz':
    case 'time time':
    case 'timetz timetz':
      return to.modifiers.length === 0 || wider(from, to, first) ? 'nothing' : 'rewrite'
    default:
      return 'rewrite'
  }
}

const wider = (from: Type, to: Type, at: number): boolean => {
  const [a, b] = [from.modifiers[at], to.modifiers[at]]
  return a !== undefined && b !== undefined && b >= a
}

const same = (from: Type, to: Type, at: number): boolean => (from.modifiers[at] ?? 0) === (to.modifiers[at] ?? 0)

/** Whether an expression is only the column cast to the type, as ALTER TYPE does without USING. */
export function isPlainCast(expression: unknown): boolean {
  const text = JSON.stringify(expression ?? null)
  return text === 'null' || /^\{"(ColumnRef|TypeCast":\{"arg":\{"ColumnRef)"/.test(text)
}
