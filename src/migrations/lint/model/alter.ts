import type {AlterTableCmd, AlterTableStmt} from 'libpg-query'
import {all, bodyOf} from '../tree.ts'
import {addColumn, addConstraint, setColumn} from './element.ts'
import type {Model} from './model.ts'
import type {Table} from './table.ts'
import {typeOf} from './type.ts'

export function alterTable({relation, cmds, objtype}: AlterTableStmt, model: Model): void {
  if (!relation || objtype === 'OBJECT_INDEX' || objtype === 'OBJECT_SEQUENCE') return
  const table = model.table(relation)
  for (const command of all(cmds, 'AlterTableCmd')) alter(command, table, model)
}

function alter({subtype, name = '', def, missing_ok}: AlterTableCmd, table: Table, model: Model): void {
  const column = bodyOf(def, 'ColumnDef')
  switch (subtype) {
    case 'AT_AddColumn':
      if (column && !(missing_ok && table.columns.has(column.colname ?? ''))) addColumn(model, table, column)
      return
    case 'AT_DropColumn':
      table.columns.delete(name)
      table.indexes = table.indexes.filter(({columns}) => !columns.includes(name))
      table.constraints = table.constraints.filter(({columns}) => !columns.includes(name))
      return
    case 'AT_AlterColumnType':
      setColumn(table, name, {type: typeOf(column?.typeName)})
      return
    case 'AT_SetNotNull':
      setColumn(table, name, {notNull: true})
      return
    case 'AT_DropNotNull':
      setColumn(table, name, {notNull: false})
      return
    case 'AT_ColumnDefault':
      setColumn(table, name, {hasDefault: def !== undefined})
      return
    case 'AT_AddIdentity':
      setColumn(table, name, {hasDefault: true})
      return
    case 'AT_AddConstraint': {
      const constraint = bodyOf(def, 'Constraint')
      if (constraint) addConstraint(model, table, constraint)
      return
    }
    case 'AT_ValidateConstraint':
      table.constraints = table.constraints.map((one) => (one.name === name ? {...one, valid: true} : one))
      for (const one of table.constraints)
        if (one.name === name && one.kind === 'not null')
          for (const key of one.columns) setColumn(table, key, {notNull: true})
      return
    case 'AT_DropConstraint':
      table.constraints = table.constraints.filter((one) => one.name !== name)
      table.indexes = table.indexes.filter((index) => index.name !== name)
      return
    case 'AT_EnableRowSecurity':
      table.rowSecurity = true
      return
    case 'AT_DisableRowSecurity':
      table.rowSecurity = false
      return
    case 'AT_AttachPartition': {
      const partition = bodyOf(def, 'PartitionCmd')?.name
      if (partition) model.table(partition).parent = `${table.schema}.${table.name}`
      return
    }
    case 'AT_DetachPartition': {
      const partition = bodyOf(def, 'PartitionCmd')?.name
      if (partition) model.table(partition).parent = null
    }
  }
}
