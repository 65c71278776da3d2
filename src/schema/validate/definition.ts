import type {CreateFunctionStmt, Node, RangeVar} from 'libpg-query'
import {namesOf} from './tree.ts'

export type Definition = {
  readonly kind: string
  readonly identity: string
  /** What must be unique: relations and types share names, functions have their arguments. */
  readonly key: string
  /** The key of the relation that it goes with. */
  readonly parent: string | null
  readonly location: number | undefined
  /** IF NOT EXISTS or OR REPLACE. */
  readonly lenient: boolean
}

/** The keys under which a name is found again. */
export const relationKey = (schema: string, name: string): string => `relation ${JSON.stringify([schema, name])}`
export const typeKey = (schema: string, name: string): string => `type ${JSON.stringify([schema, name])}`
export const onTableKey = (kind: string, schema: string, table: string, name: string): string =>
  `${kind} ${JSON.stringify([schema, table, name])}`

/** What a statement creates; null where it is nothing that must be unique, or temporary. */
export function definitionOf(node: Node, schema: string): Definition | null {
  if ('CreateStmt' in node) return relation('table', node.CreateStmt.relation, node.CreateStmt.if_not_exists, schema)
  if ('CreateForeignTableStmt' in node) {
    const {base} = node.CreateForeignTableStmt
    return relation('foreign table', base?.relation, base?.if_not_exists, schema)
  }
  if ('CreateTableAsStmt' in node) {
    const {objtype, into, if_not_exists} = node.CreateTableAsStmt
    return relation(objtype === 'OBJECT_MATVIEW' ? 'materialized view' : 'table', into?.rel, if_not_exists, schema)
  }
  if ('ViewStmt' in node) return relation('view', node.ViewStmt.view, node.ViewStmt.replace, schema)
  if ('CreateSeqStmt' in node) {
    return relation('sequence', node.CreateSeqStmt.sequence, node.CreateSeqStmt.if_not_exists, schema)
  }
  if ('IndexStmt' in node) {
    const {idxname, relation: table, if_not_exists} = node.IndexStmt
    const index = idxname ? relation('index', {...table, relname: idxname}, if_not_exists, schema) : null
    return (
      index && {...index, location: undefined, parent: relationKey(table?.schemaname ?? schema, table?.relname ?? '')}
    )
  }
  if ('CompositeTypeStmt' in node) return relation('type', node.CompositeTypeStmt.typevar, false, schema)
  if ('CreateEnumStmt' in node) return type('type', node.CreateEnumStmt.typeName, schema)
  if ('CreateRangeStmt' in node) return type('type', node.CreateRangeStmt.typeName, schema)
  if ('CreateDomainStmt' in node) return type('domain', node.CreateDomainStmt.domainname, schema)
  if ('CreateFunctionStmt' in node) return routine(node.CreateFunctionStmt, schema)
  if ('CreateTrigStmt' in node) {
    const {trigname = '', relation: table, replace} = node.CreateTrigStmt
    return onTable('trigger', trigname, table, replace, schema)
  }
  if ('CreatePolicyStmt' in node) {
    return onTable('policy', node.CreatePolicyStmt.policy_name ?? '', node.CreatePolicyStmt.table, false, schema)
  }
  if ('CreateSchemaStmt' in node) {
    const {schemaname: name = '', if_not_exists} = node.CreateSchemaStmt
    if (!name) return null
    return {
      kind: 'schema',
      identity: name,
      key: `schema ${name}`,
      parent: null,
      location: undefined,
      lenient: if_not_exists === true,
    }
  }
  return null
}

function relation(
  kind: string,
  table: RangeVar | undefined,
  lenient: boolean | undefined,
  schema: string,
): Definition | null {
  if (!table?.relname || table.relpersistence === 't') return null
  const [within, name] = [table.schemaname ?? schema, table.relname]
  if (within === 'pg_temp') return null
  const key = relationKey(within, name)
  return {kind, identity: `${within}.${name}`, key, parent: null, location: table.location, lenient: lenient === true}
}

function type(kind: string, names: readonly Node[] | undefined, schema: string): Definition | null {
  const [name = '', within = schema] = namesOf(names).reverse()
  return {
    kind,
    identity: `${within}.${name}`,
    key: typeKey(within, name),
    parent: null,
    location: undefined,
    lenient: false,
  }
}

function onTable(
  kind: string,
  name: string,
  table: RangeVar | undefined,
  lenient: boolean | undefined,
  schema: string,
): Definition | null {
  if (!table?.relname || table.relpersistence === 't') return null
  const within = table.schemaname ?? schema
  const key = onTableKey(kind, within, table.relname, name)
  const identity = `${within}.${table.relname}.${name}`
  const parent = relationKey(within, table.relname)
  return {kind, identity, key, parent, location: undefined, lenient: lenient === true}
}

function routine(statement: CreateFunctionStmt, schema: string): Definition | null {
  const {funcname, parameters = [], is_procedure, replace} = statement
  const [name = '', within = schema] = namesOf(funcname).reverse()
  const types: string[] = []
  for (const parameter of parameters) {
    if (!('FunctionParameter' in parameter)) continue
    const {mode, argType} = parameter.FunctionParameter
    if (mode === 'FUNC_PARAM_TABLE' || (mode === 'FUNC_PARAM_OUT' && !is_procedure)) continue
    // What t.c%TYPE is only the catalogs know.
    if (argType?.pct_type) return null
    types.push(
      `${namesOf(argType?.names)
        .join('.')
        .replace(/^pg_catalog\./, '')}${argType?.arrayBounds ? '[]' : ''}`,
    )
  }
  const kind = is_procedure ? 'procedure' : 'function'
  const identity = `${within}.${name}(${types.join(', ')})`
  return {kind, identity, key: `function ${identity}`, parent: null, location: undefined, lenient: replace === true}
}
