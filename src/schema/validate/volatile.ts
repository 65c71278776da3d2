import type {Node} from 'libpg-query'
import type {Finding} from '../../finding.ts'
import {errorAt} from './finding.ts'
import type {Tree} from './parse.ts'
import {findInTree, namesOf} from './tree.ts'

/** PostgreSQL's own functions, and those of uuid-ossp, that are not IMMUTABLE with whatever arguments. */
const CHANGING = new Set(
  (
    'now transaction_timestamp statement_timestamp clock_timestamp timeofday random random_normal gen_random_uuid uuidv4 ' +
    'uuidv7 uuid_generate_v1 uuid_generate_v4 nextval currval lastval setval current_setting current_database ' +
    'pg_backend_pid txid_current pg_current_xact_id version inet_client_addr'
  ).split(' '),
)

/** `volatile-in-index`: an index, partition key or generated column must give the same answer at any time. */
export function volatileFindings(tree: Tree): Finding[] {
  return placesOf(tree.node).flatMap(({expression, message, cure, object}) => {
    const found = changing(expression)
    if (!found) return []
    const place = tree.unit.locate(tree.offset(found.location))
    return [errorAt('volatile-in-index', place, `${message}: ${found.name} is not`, cure, object)]
  })
}

type Checked = {expression: unknown; message: string; cure: string; object: Finding['object']}

const PREDICATE = {
  message: 'functions in index predicate must be marked IMMUTABLE',
  cure: 'index the column that is compared, without WHERE (or with one on a stored value), and compare with the time in the query',
}
const EXPRESSION = {
  message: 'functions in index expression must be marked IMMUTABLE',
  cure: 'index the column itself, or an expression of columns and constants only',
}
const GENERATED = {
  message: 'generation expression is not immutable',
  cure: 'use a DEFAULT, a trigger, or a view: a generated column may depend on other columns only',
}
const PARTITION = {
  message: 'functions in partition key expression must be marked IMMUTABLE',
  cure: 'partition by a column, or an expression of columns and constants only',
}

function placesOf(node: Node): Checked[] {
  if ('IndexStmt' in node) {
    const {idxname, relation, whereClause, indexParams = []} = node.IndexStmt
    const identity = idxname ?? `an index on ${relation?.relname}`
    const object = {kind: 'index', identity: relation?.schemaname ? `${relation.schemaname}.${identity}` : identity}
    return [
      ...indexParams.map((expression) => ({expression, object, ...EXPRESSION})),
      {expression: whereClause, object, ...PREDICATE},
    ]
  }
  if ('CreateStmt' in node) {
    const {relation, tableElts = [], partspec} = node.CreateStmt
    const object = {kind: 'table', identity: [relation?.schemaname, relation?.relname].filter(Boolean).join('.')}
    return [...tableElts.flatMap((element) => inElement(element, object)), {expression: partspec, object, ...PARTITION}]
  }
  if ('AlterTableStmt' in node) {
    const {relation, cmds = []} = node.AlterTableStmt
    const object = {kind: 'table', identity: [relation?.schemaname, relation?.relname].filter(Boolean).join('.')}
    return cmds.flatMap((command) =>
      'AlterTableCmd' in command && command.AlterTableCmd.def ? inElement(command.AlterTableCmd.def, object) : [],
    )
  }
  return []
}

function inElement(element: Node, object: Finding['object']): Checked[] {
  if ('ColumnDef' in element) return (element.ColumnDef.constraints ?? []).flatMap((inner) => inElement(inner, object))
  if (!('Constraint' in element)) return []
  const {contype, raw_expr, where_clause, exclusions} = element.Constraint
  if (contype === 'CONSTR_GENERATED') return [{expression: raw_expr, object, ...GENERATED}]
  if (contype !== 'CONSTR_EXCLUSION') return []
  return [
    {expression: exclusions, object, ...EXPRESSION},
    {expression: where_clause, object, ...PREDICATE},
  ]
}

function changing(expression: unknown): {name: string; location: number | undefined} | null {
  return findInTree({expression}, (kind, node) => {
    const location = 'location' in node && typeof node.location === 'number' ? node.location : undefined
    if (kind === 'SQLValueFunction' && 'op' in node && typeof node.op === 'string') {
      return {name: node.op.replace(/^SVFOP_|_N$/g, ''), location}
    }
    if (kind !== 'FuncCall' || !('funcname' in node) || !Array.isArray(node.funcname)) return null
    const names = namesOf(node.funcname)
    const name = names.at(-1) ?? ''
    const builtIn = names.length === 1 || names[0] === 'pg_catalog'
    return builtIn && CHANGING.has(name) ? {name: `${name}()`, location} : null
  })
}
