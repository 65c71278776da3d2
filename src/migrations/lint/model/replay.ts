import type {CreateStmt, IndexStmt, Node} from 'libpg-query'
import {all, bodyOf, listNames, rangeOf, strings} from '../tree.ts'
import {alterTable} from './alter.ts'
import {addColumn, addConstraint} from './element.ts'
import type {Model} from './model.ts'
import {UNKNOWN} from './type.ts'

/** Does to the model what the statement will do to the database. What rules have no use for is passed over. */
export function replay(node: Node, model: Model): void {
  if ('CreateStmt' in node) create(node.CreateStmt, model)
  else if ('AlterTableStmt' in node) alterTable(node.AlterTableStmt, model)
  else if ('IndexStmt' in node) createIndex(node.IndexStmt, model)
  else if ('CreateTableAsStmt' in node) {
    const into = node.CreateTableAsStmt.into?.rel
    if (!into || model.find(into)) return
    const table = model.add(into)
    if (node.CreateTableAsStmt.objtype === 'OBJECT_MATVIEW') table.kind = 'materialized view'
    // Its columns are those of a query.
    table.known = false
  } else if ('ViewStmt' in node) {
    if (node.ViewStmt.view && !model.find(node.ViewStmt.view)) model.add(node.ViewStmt.view).kind = 'view'
  } else if ('DropStmt' in node) drop(node, model)
  else if ('RenameStmt' in node) rename(node, model)
  else if ('CreateEnumStmt' in node) {
    const name = strings(node.CreateEnumStmt.typeName).join('.')
    model.enums.set(name, new Set(strings(node.CreateEnumStmt.vals)))
    if (model.age !== 'existing') model.newTypes.add(name)
  } else if ('AlterEnumStmt' in node) {
    const {typeName, oldVal, newVal} = node.AlterEnumStmt
    const labels = model.enums.get(strings(typeName).join('.'))
    if (labels && oldVal) labels.delete(oldVal)
    if (labels && newVal) labels.add(newVal)
  } else if ('CreateDomainStmt' in node) {
    const name = strings(node.CreateDomainStmt.domainname).join('.')
    if (all(node.CreateDomainStmt.constraints, 'Constraint').length > 0) model.constrainedDomains.add(name)
    if (model.age !== 'existing') model.newTypes.add(name)
  } else if ('AlterDomainStmt' in node) {
    const {subtype, typeName} = node.AlterDomainStmt
    if (subtype === 'C' || subtype === 'O') model.constrainedDomains.add(strings(typeName).join('.'))
  } else if ('CreateFunctionStmt' in node) {
    const options = all(node.CreateFunctionStmt.options, 'DefElem')
    const volatility = options.find(({defname}) => defname === 'volatility')?.arg
    const name = strings(node.CreateFunctionStmt.funcname).at(-1)
    if (name && /^(stable|immutable)$/.test(bodyOf(volatility, 'String')?.sval ?? '')) model.steadyFunctions.add(name)
  } else if ('CreatePolicyStmt' in node) {
    const {table, policy_name} = node.CreatePolicyStmt
    if (table) model.table(table).policies.push(policy_name ?? '')
  } else if ('CommentStmt' in node) {
    const {objtype, object} = node.CommentStmt
    const table = objtype === 'OBJECT_TABLE' && object && model.find(rangeOf(listNames(object)))
    if (table) table.commented = true
  } else if ('CreateSchemaStmt' in node) {
    if (model.age !== 'existing') model.newSchemas.add(node.CreateSchemaStmt.schemaname ?? '')
    for (const element of node.CreateSchemaStmt.schemaElts ?? []) replay(element, model)
  } else if ('VariableSetStmt' in node) {
    if (node.VariableSetStmt.name !== 'search_path') return
    const [first] = all(node.VariableSetStmt.args, 'A_Const')
    if (first?.sval?.sval) model.searchPath = first.sval.sval
    else model.resetSession()
  }
}

function create(node: CreateStmt, model: Model): void {
  const {relation, tableElts, inhRelations, partbound, partspec} = node
  // IF NOT EXISTS on a table that is there does nothing.
  if (!relation || (node.if_not_exists && model.find(relation)?.known)) return
  const table = model.add(relation)
  if (partspec) table.kind = 'partitioned table'
  for (const element of tableElts ?? []) {
    if ('ColumnDef' in element) addColumn(model, table, element.ColumnDef)
    else if ('TableLikeClause' in element) {
      const like = model.find(element.TableLikeClause.relation)
      for (const [name, column] of like?.columns ?? []) table.columns.set(name, column)
      if (!like?.known) table.known = false
      // INCLUDING ALL has every bit; which of them are for indexes and constraints does not matter here.
      else if ((element.TableLikeClause.options ?? 0) !== 0) {
        table.constraints.push(...like.constraints.filter(({kind}) => kind !== 'foreign key'))
        table.indexes.push(...like.indexes)
      }
    }
  }
  for (const element of tableElts ?? []) if ('Constraint' in element) addConstraint(model, table, element.Constraint)
  for (const parent of all(inhRelations, 'RangeVar')) {
    const from = model.find(parent)
    if (partbound) {
      table.parent = model.key(parent)
      table.constraints.push(...(from?.constraints ?? []))
      table.indexes.push(...(from?.indexes ?? []))
    }
    if (!from?.known) table.known = false
    for (const [name, column] of from?.columns ?? []) if (!table.columns.has(name)) table.columns.set(name, column)
  }
}

function createIndex({idxname, relation, indexParams, unique, whereClause, if_not_exists}: IndexStmt, model: Model) {
  if (!relation) return
  const table = model.table(relation)
  const columns = all(indexParams, 'IndexElem').map(({name}) => name ?? null)
  const name = idxname ?? `${table.name}_${columns.map((column) => column ?? 'expr').join('_')}_idx`
  if (if_not_exists && table.indexes.some((index) => index.name === name)) return
  table.indexes.push({name, columns, unique: unique === true, valid: true, partial: whereClause !== undefined})
  model.indexTables.set(`${table.schema}.${name}`, `${table.schema}.${table.name}`)
}

function drop({DropStmt: {removeType, objects, behavior}}: Extract<Node, {DropStmt: unknown}>, model: Model): void {
  for (const object of objects ?? []) {
    if (removeType === 'OBJECT_SCHEMA') {
      const schema = bodyOf(object, 'String')?.sval ?? ''
      for (const [key, table] of model.tables) if (table.schema === schema) model.tables.delete(key)
      continue
    }
    const names = listNames(object)
    const range = rangeOf(names)
    if (removeType === 'OBJECT_TABLE' || removeType === 'OBJECT_VIEW' || removeType === 'OBJECT_MATVIEW') {
      const key = model.key(range)
      model.tables.delete(key)
      if (behavior !== 'DROP_CASCADE') continue
      for (const table of model.tables.values())
        table.constraints = table.constraints.filter(({references}) => references?.table !== key)
    } else if (removeType === 'OBJECT_INDEX') {
      const table = model.tableOfIndex(range)
      if (table) table.indexes = table.indexes.filter(({name}) => name !== range.relname)
      model.indexTables.delete(model.key(range))
    } else if (removeType === 'OBJECT_POLICY') {
      const table = model.find(rangeOf(names.slice(0, -1)))
      if (table) table.policies = table.policies.filter((policy) => policy !== names.at(-1))
    }
  }
}

function rename({RenameStmt: node}: Extract<Node, {RenameStmt: unknown}>, model: Model): void {
  const {renameType, relation, subname = '', newname = ''} = node
  if (!relation) return
  const table = model.find(relation)
  if (renameType === 'OBJECT_TABLE' && table) {
    model.tables.delete(model.key(relation))
    model.tables.set(`${table.schema}.${newname}`, {...table, name: newname})
  } else if (renameType === 'OBJECT_COLUMN' && table) {
    table.columns.set(newname, {
      ...(table.columns.get(subname) ?? {type: UNKNOWN, notNull: false, hasDefault: false}),
      name: newname,
    })
    table.columns.delete(subname)
  } else if (renameType === 'OBJECT_INDEX') {
    const owner = model.tableOfIndex(relation)
    if (!owner) return
    owner.indexes = owner.indexes.map((index) => (index.name === relation.relname ? {...index, name: newname} : index))
    model.indexTables.delete(model.key(relation))
    model.indexTables.set(`${owner.schema}.${newname}`, `${owner.schema}.${owner.name}`)
  } else if (renameType === 'OBJECT_TABCONSTRAINT' && table)
    table.constraints = table.constraints.map((one) => (one.name === subname ? {...one, name: newname} : one))
}
