import {children, childrenOf, names} from '../canonical.ts'
import {keyOf, type Part} from '../entry.ts'
import type {Node} from '../parse.ts'
import {type Sourced, statementsOf} from '../statements.ts'
import {readColumn} from '../table/column.ts'
import {elementTexts} from '../table/element.ts'
import type {Column, Table} from '../table/model.ts'
import {readTable} from '../table/read.ts'

/** The key of the composite type whose rows a table has (CREATE TABLE … OF). */
export function rowTypeOf(part: Part): string | undefined {
  if (!part.some(({type, text}) => type === 'TABLE' && / OF /.test(text))) return undefined
  for (const {node} of statementsOf(part)) {
    const [name = {}] = childrenOf({list: [{TypeName: node.ofTypename ?? {}}]}, 'list', 'TypeName')
    const [schema = '', tag] = names(children(name, 'names'))
    if (tag !== undefined) return keyOf({type: 'TYPE', schema, tag})
  }
  return undefined
}

/** A table with its type's attributes as columns of its own, as it is while it is of no type. */
export function withAttributes(part: Part, partOf: PartOf): Table {
  const table = readTable(statementsOf(part))
  const type = rowTypeOf(part)
  const [composite] = type === undefined ? [] : statementsOf(partOf(type))
  if (composite?.kind !== 'CompositeTypeStmt') return table
  const columns = [...attributes(composite)].map(([name, attribute]): [string, Column] => {
    const own = table.columns.get(name)
    return [name, own ? {...own, type: attribute.type, collation: attribute.collation} : attribute]
  })
  return {...table, columns: new Map(columns)}
}

/** Whether the columns that stay, and then those that come, are in the order that the type has: for it there is no ALTER. */
export function fitsInOrder(actual: Table, expected: Table): boolean {
  const kept = [...actual.columns.keys()].filter((name) => expected.columns.has(name))
  return [...expected.columns.keys()].slice(0, kept.length).every((name, index) => name === kept[index])
}

type PartOf = (key: string) => Part

/** The attributes on both sides of the composite type of that name; undefined of any other type. */
export function attributesOf(
  type: string,
  {actual, expected}: {readonly actual: PartOf; readonly expected: PartOf},
): readonly [Map<string, Column>, Map<string, Column>] | undefined {
  const [, schema, name] = /^((?:"(?:[^"]|"")+"|[^".])+)\.((?:"(?:[^"]|"")+"|[^".])+)$/.exec(type) ?? []
  if (schema === undefined || name === undefined) return undefined
  const key = keyOf({type: 'TYPE', schema: unquoted(schema), tag: unquoted(name)})
  const [[from], [to]] = [statementsOf(actual(key)), statementsOf(expected(key))]
  const both = from?.kind === 'CompositeTypeStmt' && to?.kind === 'CompositeTypeStmt'
  return both ? [attributes(from), attributes(to)] : undefined
}

const unquoted = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name)

/** The attributes of a composite type, as columns. */
export function attributes({node, text: source, start}: Sourced): Map<string, Column> {
  const list = children(node, 'coldeflist')
  const texts = elementTexts(source, start, list)
  return new Map(
    list.map((item, index) => {
      const [definition = {} as Node] = childrenOf({list: [item]}, 'list', 'ColumnDef')
      const column = readColumn(definition, texts[index] ?? '')
      return [column.name, {...column, other: []}]
    }),
  )
}
