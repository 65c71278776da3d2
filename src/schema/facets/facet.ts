import {child, children, fingerprint} from '../canonical.ts'
import type {Node, Value} from '../parse.ts'

/** One aspect in which two versions of an object can differ: `column email`, `constraint users_pkey`, `body`. */
export type Facet = {
  /** Equal where the meaning is. */
  readonly print: string
  /** For a person. */
  readonly text: string
}

/** An object taken apart. `order` holds the names of things whose order has no meaning to a query: a table's columns. */
export type Facets = {readonly facets: ReadonlyMap<string, Facet>; readonly order: readonly string[]}

export const facet = (value: Value, text: string): Facet => ({print: fingerprint(value), text})

/** `fillfactor=70, autovacuum_enabled=false` of a list of DefElem. */
export const optionText = (options: readonly Node[]): string =>
  options
    .map((option) => {
      const element = child(option, 'DefElem') ?? {}
      const name = [element.defnamespace, element.defname].filter(Boolean).join('.')
      const value = scalar(element.arg)
      return value === undefined ? name : `${name}=${value}`
    })
    .join(', ')

/** The plain value of a constant node: a string, number, boolean or qualified name; undefined of anything else. */
export function scalar(value: Value | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map((item) => scalar(item) ?? '?').join('.')
  const [[kind, inner] = ['', null]] = Object.entries(value as Node)
  switch (kind) {
    case 'String':
    case 'Integer':
    case 'Float':
    case 'Boolean':
      return scalar(Object.values(inner as Node)[0] ?? (kind === 'Integer' ? 0 : kind === 'Boolean' ? false : ''))
    case 'List':
      return scalar(children(inner as Node, 'items'))
    case 'TypeName':
      return scalar(children(inner as Node, 'names'))
    case 'A_Const':
      return scalar(Object.values(inner as Node)[0])
    case 'sval':
    case 'ival':
    case 'fval':
    case 'boolval':
      return String(inner)
    default:
      return undefined
  }
}
