import {Buffer} from 'node:buffer'
import {child, childrenOf, fingerprint} from '../canonical.ts'
import type {Node} from '../parse.ts'
import type {Column, Piece} from './model.ts'

/** Reads one column of CREATE TABLE. `written` is its text, which starts where `column.location` points. */
export function readColumn(column: Node, written: string): Column {
  const bytes = Buffer.from(written)
  const origin = at(column)
  const type = child(column, 'typeName')
  const collation = child(column, 'collClause')
  const constraints = childrenOf(column, 'constraints', 'Constraint')
  const starts = [...(type ? [at(type)] : []), ...(collation ? [at(collation)] : []), ...constraints.map(at)]
    .filter((place) => place >= origin)
    .sort((a, b) => a - b)
  const textAt = (node: Node): string => {
    const from = at(node)
    const next = starts.find((place) => place > from)
    return bytes
      .subarray(from - origin, next === undefined ? undefined : next - origin)
      .toString()
      .trim()
  }
  const piece = (node: Node | undefined): Piece | null => (node ? {print: fingerprint(node), text: textAt(node)} : null)
  const of = (contype: string): Node | undefined => constraints.find((constraint) => constraint.contype === contype)
  const defaulted = of('CONSTR_DEFAULT')
  const expression = defaulted && child(defaulted, 'raw_expr')
  const {constraints: _, colname, typeName: __, collClause: ___, is_local: ____, location: _____, ...rest} = column
  const known = new Set(['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_NOTNULL'])
  return {
    name: typeof colname === 'string' ? colname : '',
    type: piece(type) ?? {print: '', text: ''},
    collation: piece(collation),
    default:
      defaulted && expression
        ? {print: fingerprint(expression), text: textAt(defaulted).replace(/^DEFAULT\s+/i, '')}
        : null,
    generated: piece(of('CONSTR_GENERATED')),
    notNull: piece(of('CONSTR_NOTNULL')),
    other: [
      ...constraints.filter(({contype}) => !known.has(String(contype))).flatMap((node) => piece(node) ?? []),
      ...Object.entries(rest).map(([key, value]) => ({print: fingerprint({[key]: value}), text: key})),
    ],
  }
}

const at = (node: Node): number => (typeof node.location === 'number' ? node.location : 0)

/** The column as CREATE TABLE would have it, without its name. */
export const columnText = (column: Column): string =>
  [
    column.type.text,
    column.collation?.text,
    column.default && `DEFAULT ${column.default.text}`,
    column.generated?.text,
    column.notNull?.text,
    ...column.other.map(({text}) => text),
  ]
    .filter(Boolean)
    .join(' ')

/** Equal for columns that mean the same. */
export const columnPrint = ({name: _, ...column}: Column): string =>
  JSON.stringify(Object.entries(column).map(([key, value]) => [key, prints(value)]))

const prints = (value: Piece | readonly Piece[] | null): unknown =>
  value === null ? null : 'print' in value ? value.print : value.map(({print}) => print).sort()
