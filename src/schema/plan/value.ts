import type {Step} from '../../plan.ts'
import {quoteLiteral} from '../../postgres/quote.ts'
import {child, children, childrenOf, names, text} from '../canonical.ts'
import type {Entry} from '../entry.ts'
import {parse, type Statement} from '../parse.ts'
import {identifier} from '../words.ts'
import {qualifiedName, qualify, relation} from './names.ts'
import {step, type Target} from './step.ts'

/** A sequence that comes to a column with values goes on where they end. */
export function carryValue(target: Target, entry: Entry): Step[] {
  const [statement] = parse(entry.text)
  if (!statement) return []
  const found =
    entry.type === 'SEQUENCE' ? identityOf(statement) : entry.type === 'SEQUENCE OWNED BY' ? ownerOf(statement) : null
  if (!found || /INCREMENT BY -/.test(entry.text)) return []
  const sequence = `${quoteLiteral(qualifiedName(entry))}::pg_catalog.regclass`
  const highest = `pg_catalog.max(${identifier(found.column)})`
  const sql = `SELECT pg_catalog.setval(${sequence}, ${highest}) FROM ${found.table} HAVING ${highest} > 0`
  return [step(target, sql)]
}

type Column = {readonly table: string; readonly column: string}

function identityOf({kind, node}: Statement): Column | null {
  const [command] = childrenOf(node, 'cmds', 'AlterTableCmd')
  const column = command && text(command, 'name')
  return kind === 'AlterTableStmt' && column !== undefined ? {table: relation(node, 'relation'), column} : null
}

function ownerOf({node}: Statement): Column | null {
  for (const option of childrenOf(node, 'options', 'DefElem')) {
    if (option.defname !== 'owned_by') continue
    const path = names(children(child(child(option, 'arg') ?? {}, 'List') ?? {}, 'items'))
    const [schema, table, column] = path
    if (schema !== undefined && table !== undefined && column !== undefined)
      return {table: qualify(schema, table), column}
  }
  return null
}
