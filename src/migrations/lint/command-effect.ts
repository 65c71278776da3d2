import type {AlterTableCmd, ColumnDef, Constraint} from 'libpg-query'
import type {LockMode} from './lock-mode.ts'
import {constraintsOf} from './model/element.ts'
import type {Model} from './model/model.ts'
import type {Table} from './model/table.ts'
import {changeCost, isPlainCast, SERIAL, typeOf} from './model/type.ts'
import {volatileCall} from './model/volatile.ts'
import {all, bodyOf} from './tree.ts'

type CommandEffect = {readonly mode: LockMode; readonly rewrites: boolean; readonly scans: boolean}

const LIGHT: Readonly<Record<string, LockMode>> = {
  AT_SetStatistics: 'SHARE UPDATE EXCLUSIVE',
  AT_ClusterOn: 'SHARE UPDATE EXCLUSIVE',
  AT_DropCluster: 'SHARE UPDATE EXCLUSIVE',
  AT_SetOptions: 'SHARE UPDATE EXCLUSIVE',
  AT_ResetOptions: 'SHARE UPDATE EXCLUSIVE',
  AT_ValidateConstraint: 'SHARE UPDATE EXCLUSIVE',
  AT_AttachPartition: 'SHARE UPDATE EXCLUSIVE',
  AT_DetachPartitionFinalize: 'SHARE UPDATE EXCLUSIVE',
  AT_EnableTrig: 'SHARE ROW EXCLUSIVE',
  AT_EnableAlwaysTrig: 'SHARE ROW EXCLUSIVE',
  AT_EnableReplicaTrig: 'SHARE ROW EXCLUSIVE',
  AT_EnableTrigAll: 'SHARE ROW EXCLUSIVE',
  AT_EnableTrigUser: 'SHARE ROW EXCLUSIVE',
  AT_DisableTrig: 'SHARE ROW EXCLUSIVE',
  AT_DisableTrigAll: 'SHARE ROW EXCLUSIVE',
  AT_DisableTrigUser: 'SHARE ROW EXCLUSIVE',
}

/** Storage parameters that are set under ACCESS EXCLUSIVE; the others need less. */
const HEAVY_OPTIONS = new Set(['user_catalog_table', 'vacuum_index_cleanup', 'vacuum_truncate'])

/** What one command of an ALTER TABLE needs. */
export function commandEffect(command: AlterTableCmd, table: Table | undefined, model: Model): CommandEffect {
  const {subtype = 'AT_AddColumn', name = '', def} = command
  const effect = (mode: LockMode, what: {rewrites?: boolean; scans?: boolean} = {}): CommandEffect => ({
    mode,
    rewrites: what.rewrites ?? false,
    scans: (what.scans ?? false) || (what.rewrites ?? false),
  })
  switch (subtype) {
    case 'AT_AddColumn': {
      const column = bodyOf(def, 'ColumnDef')
      if (!column) return effect('ACCESS EXCLUSIVE')
      return effect('ACCESS EXCLUSIVE', {
        rewrites: addColumnRewrites(column, model) !== null,
        scans: addColumnScans(column),
      })
    }
    case 'AT_AlterColumnType': {
      const column = bodyOf(def, 'ColumnDef')
      const cost = typeChange(table, name, column)
      const rechecked =
        cost === 'nothing' && table?.constraints.some((one) => one.kind === 'check' && one.columns.includes(name))
      return effect('ACCESS EXCLUSIVE', {rewrites: cost === 'rewrite', scans: rechecked === true})
    }
    case 'AT_SetNotNull':
      return effect('ACCESS EXCLUSIVE', {scans: !isProvedNotNull(table, name)})
    case 'AT_AddConstraint': {
      const constraint = bodyOf(def, 'Constraint')
      const validates = constraint?.skip_validation !== true
      if (constraint?.contype === 'CONSTR_FOREIGN') return effect('SHARE ROW EXCLUSIVE', {scans: validates})
      return effect('ACCESS EXCLUSIVE', {scans: validates && constraint !== undefined && scansFor(constraint, table)})
    }
    case 'AT_ValidateConstraint':
      return effect('SHARE UPDATE EXCLUSIVE', {
        scans: !table?.constraints.some((one) => one.name === name && one.valid),
      })
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetTableSpace':
    case 'AT_SetAccessMethod':
    case 'AT_SetExpression':
      return effect('ACCESS EXCLUSIVE', {rewrites: true})
    case 'AT_DetachPartition':
      return effect(bodyOf(def, 'PartitionCmd')?.concurrent ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE')
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions': {
      const options = all(bodyOf(def, 'List')?.items, 'DefElem')
      return effect(
        options.some(({defname = ''}) => HEAVY_OPTIONS.has(defname)) ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE',
      )
    }
    default:
      return effect(LIGHT[subtype] ?? 'ACCESS EXCLUSIVE')
  }
}

function scansFor(constraint: Constraint, table: Table | undefined): boolean {
  if (constraint.indexname === undefined)
    return constraint.contype !== 'CONSTR_NOTNULL' || !provesAll(constraint, table)
  // USING INDEX builds nothing, but a primary key makes its columns NOT NULL.
  const columns = table?.indexes.find(({name}) => name === constraint.indexname)?.columns
  return constraint.contype === 'CONSTR_PRIMARY' && !columns?.every((column) => isProvedNotNull(table, column ?? ''))
}

const provesAll = ({keys}: Constraint, table: Table | undefined): boolean =>
  all(keys, 'String').every(({sval = ''}) => isProvedNotNull(table, sval))

/** Whether PostgreSQL knows already that the column has no nulls. */
export const isProvedNotNull = (table: Table | undefined, column: string): boolean =>
  table !== undefined &&
  (table.columns.get(column)?.notNull === true ||
    table.constraints.some(({valid, provesNotNull}) => valid && provesNotNull.includes(column)))

export function typeChange(table: Table | undefined, name: string, def: ColumnDef | undefined): 'nothing' | 'rewrite' {
  const column = table?.columns.get(name)
  return column && isPlainCast(def?.raw_default) ? changeCost(column.type, typeOf(def?.typeName)) : 'rewrite'
}

/** Why adding this column writes every row anew; null where it does not. */
export function addColumnRewrites(
  def: ColumnDef,
  model: Model,
): {readonly why: 'volatile' | 'stored' | 'sequence' | 'domain'; readonly what: string} | null {
  const type = typeOf(def.typeName)
  if (SERIAL.test(type.name)) return {why: 'sequence', what: type.name}
  for (const constraint of constraintsOf(def)) {
    if (constraint.contype === 'CONSTR_IDENTITY') return {why: 'sequence', what: 'an identity'}
    if (constraint.contype === 'CONSTR_GENERATED' && constraint.generated_kind !== 'v')
      return {why: 'stored', what: 'a stored value'}
    const call =
      constraint.contype === 'CONSTR_DEFAULT' ? volatileCall(constraint.raw_expr, model.steadyFunctions) : null
    if (call !== null) return {why: 'volatile', what: `${call}()`}
  }
  return model.constrainedDomains.has(type.name) ? {why: 'domain', what: type.name} : null
}

const addColumnScans = (def: ColumnDef): boolean =>
  constraintsOf(def).some(
    ({contype}) => contype === 'CONSTR_CHECK' || contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY',
  )
