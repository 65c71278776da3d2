import type {AlterTableStmt, Node, RangeVar} from 'libpg-query'
import {commandEffect} from './command-effect.ts'
import {LOCK_MODES, type LockMode, stronger} from './lock-mode.ts'
import type {Model} from './model/model.ts'
import type {Table} from './model/table.ts'
import {all, bodyOf, hasOption, listNames, rangeOf, strings} from './tree.ts'

/** What a statement does to one table. */
export type Effect = {
  readonly range: RangeVar
  /** Undefined where nothing is known of it. */
  readonly table: Table | undefined
  readonly mode: LockMode
  /** Whether every row is written anew, or read, while the lock is held. */
  readonly rewrites: boolean
  readonly scans: boolean
}

/**
 * The locks a statement takes on tables, and whether it rewrites or scans them. Source: the manual's pages on each
 * command, AlterTableGetLockLevel in tablecmds.c; the tests compare it with pg_locks and relfilenode.
 */
export function effectsOf(node: Node, model: Model): Effect[] {
  const on = (range: RangeVar | undefined, mode: LockMode, more: Partial<Effect> = {}): Effect[] =>
    range ? [{range, table: model.find(range), mode, rewrites: false, scans: false, ...more}] : []
  const onIndex = (range: RangeVar, mode: LockMode, more: Partial<Effect> = {}): Effect[] => {
    const table = model.tableOfIndex(range)
    return table ? on(rangeOf([table.schema, table.name]), mode, more) : []
  }
  if ('AlterTableStmt' in node) return ofAlterTable(node.AlterTableStmt, model, on)
  if ('IndexStmt' in node) {
    const {relation, concurrent} = node.IndexStmt
    return on(relation, concurrent ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE', {scans: true})
  }
  if ('CreateStmt' in node) {
    const {tableElts, inhRelations, partbound} = node.CreateStmt
    const own = all(tableElts, 'Constraint')
    const inline = all(tableElts, 'ColumnDef').flatMap((column) => all(column.constraints, 'Constraint'))
    return [
      ...[...own, ...inline].flatMap(({pktable}) => on(pktable, 'SHARE ROW EXCLUSIVE')),
      ...all(inhRelations, 'RangeVar').flatMap((parent) =>
        on(parent, partbound ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE'),
      ),
    ]
  }
  if ('DropStmt' in node) {
    const {removeType, objects, concurrent} = node.DropStmt
    return (objects ?? []).flatMap((object) => {
      const names = listNames(object)
      if (removeType === 'OBJECT_INDEX')
        return onIndex(rangeOf(names), concurrent ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE')
      const owner = model.find(rangeOf(names.slice(0, -1)))
      // IF EXISTS of what is not there locks nothing.
      if (removeType === 'OBJECT_POLICY' && owner?.known && !owner.policies.includes(names.at(-1) ?? '')) return []
      if (removeType === 'OBJECT_TRIGGER' || removeType === 'OBJECT_POLICY' || removeType === 'OBJECT_RULE')
        return on(rangeOf(names.slice(0, -1)), 'ACCESS EXCLUSIVE')
      const isRelation = ['OBJECT_TABLE', 'OBJECT_VIEW', 'OBJECT_MATVIEW', 'OBJECT_FOREIGN_TABLE'].includes(
        removeType ?? '',
      )
      if (!isRelation) return []
      const parents = (model.find(rangeOf(names))?.constraints ?? []).flatMap(({references}) => references?.table ?? [])
      return [
        ...on(rangeOf(names), 'ACCESS EXCLUSIVE'),
        // The foreign keys of a dropped table had triggers on the tables they point at.
        ...[...new Set(parents)].flatMap((parent) => on(rangeOf(parent.split('.')), 'ACCESS EXCLUSIVE')),
      ]
    })
  }
  if ('RenameStmt' in node) {
    const {renameType, relation} = node.RenameStmt
    if (renameType === 'OBJECT_INDEX') return relation ? onIndex(relation, 'ACCESS SHARE') : []
    return [
      'OBJECT_TABLE',
      'OBJECT_COLUMN',
      'OBJECT_TABCONSTRAINT',
      'OBJECT_VIEW',
      'OBJECT_POLICY',
      'OBJECT_TRIGGER',
    ].includes(renameType ?? '')
      ? on(relation, 'ACCESS EXCLUSIVE')
      : []
  }
  if ('AlterDomainStmt' in node) {
    const {subtype, typeName, def} = node.AlterDomainStmt
    const validates =
      subtype === 'O' || subtype === 'V' || (subtype === 'C' && !bodyOf(def, 'Constraint')?.skip_validation)
    if (!validates) return []
    const domain = strings(typeName).join('.')
    return [...model.tables.values()]
      .filter(({columns}) => [...columns.values()].some(({type}) => type.name === domain))
      .flatMap(({schema, name}) => on(rangeOf([schema, name]), 'SHARE', {scans: true}))
  }
  if ('AlterObjectSchemaStmt' in node) return on(node.AlterObjectSchemaStmt.relation, 'ACCESS EXCLUSIVE')
  if ('CreateTrigStmt' in node) return on(node.CreateTrigStmt.relation, 'SHARE ROW EXCLUSIVE')
  if ('CreatePolicyStmt' in node) return on(node.CreatePolicyStmt.table, 'ACCESS EXCLUSIVE')
  if ('AlterPolicyStmt' in node) return on(node.AlterPolicyStmt.table, 'ACCESS EXCLUSIVE')
  if ('RuleStmt' in node) return on(node.RuleStmt.relation, 'ACCESS EXCLUSIVE')
  if ('TruncateStmt' in node)
    return all(node.TruncateStmt.relations, 'RangeVar').flatMap((range) =>
      on(range, 'ACCESS EXCLUSIVE', {rewrites: true}),
    )
  if ('LockStmt' in node) {
    const mode = LOCK_MODES[(node.LockStmt.mode ?? 0) - 1] ?? 'ACCESS EXCLUSIVE'
    return all(node.LockStmt.relations, 'RangeVar').flatMap((range) => on(range, mode))
  }
  if ('VacuumStmt' in node) {
    const full = hasOption(node.VacuumStmt.options, 'full')
    return all(node.VacuumStmt.rels, 'VacuumRelation').flatMap(({relation}) =>
      on(relation, full ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE', {rewrites: full, scans: true}),
    )
  }
  if ('ClusterStmt' in node) return on(node.ClusterStmt.relation, 'ACCESS EXCLUSIVE', {rewrites: true, scans: true})
  if ('ReindexStmt' in node) {
    const {kind, relation, params} = node.ReindexStmt
    const mode = hasOption(params, 'concurrently') ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE'
    if (kind === 'REINDEX_OBJECT_TABLE') return on(relation, mode, {scans: true})
    return relation ? onIndex(relation, mode, {scans: true}) : []
  }
  if ('RefreshMatViewStmt' in node) {
    const {relation, concurrent} = node.RefreshMatViewStmt
    return on(relation, concurrent ? 'EXCLUSIVE' : 'ACCESS EXCLUSIVE', {
      rewrites: !concurrent,
      scans: concurrent === true,
    })
  }
  if ('CommentStmt' in node && node.CommentStmt.objtype === 'OBJECT_TABLE' && node.CommentStmt.object)
    return on(rangeOf(listNames(node.CommentStmt.object)), 'SHARE UPDATE EXCLUSIVE')
  if ('CommentStmt' in node && node.CommentStmt.objtype === 'OBJECT_COLUMN' && node.CommentStmt.object)
    return on(rangeOf(listNames(node.CommentStmt.object).slice(0, -1)), 'SHARE UPDATE EXCLUSIVE')
  if ('UpdateStmt' in node) return on(node.UpdateStmt.relation, 'ROW EXCLUSIVE')
  if ('DeleteStmt' in node) return on(node.DeleteStmt.relation, 'ROW EXCLUSIVE')
  if ('InsertStmt' in node) return on(node.InsertStmt.relation, 'ROW EXCLUSIVE')
  if ('CreateStatsStmt' in node)
    return all(node.CreateStatsStmt.relations, 'RangeVar').flatMap((range) => on(range, 'SHARE UPDATE EXCLUSIVE'))
  return []
}

type On = (range: RangeVar | undefined, mode: LockMode, more?: Partial<Effect>) => Effect[]

/** One ALTER TABLE takes the strongest lock that any of its commands needs, and scans or rewrites once. */
function ofAlterTable({relation, cmds, objtype}: AlterTableStmt, model: Model, on: On): Effect[] {
  if (!relation || objtype === 'OBJECT_SEQUENCE' || objtype === 'OBJECT_TYPE') return []
  // What is done to an index alone locks the index; of ATTACH PARTITION, too.
  if (objtype === 'OBJECT_INDEX') return []
  const table = model.find(relation)
  let whole: {mode: LockMode; rewrites: boolean; scans: boolean} | undefined
  const others: Effect[] = []
  for (const command of all(cmds, 'AlterTableCmd')) {
    const effect = commandEffect(command, table, model)
    whole = whole
      ? {
          mode: stronger(whole.mode, effect.mode),
          rewrites: whole.rewrites || effect.rewrites,
          scans: whole.scans || effect.scans,
        }
      : effect
    const constraints = [
      bodyOf(command.def, 'Constraint'),
      ...all(bodyOf(command.def, 'ColumnDef')?.constraints, 'Constraint'),
    ]
    for (const constraint of constraints) {
      const own = command.subtype === 'AT_AddConstraint'
      others.push(...on(constraint?.pktable, 'SHARE ROW EXCLUSIVE', {scans: own && !constraint?.skip_validation}))
    }
    if (command.subtype === 'AT_ValidateConstraint') {
      const parent = table?.constraints.find(({name}) => name === command.name)?.references?.table
      if (parent) others.push(...on(rangeOf(parent.split('.')), 'ROW SHARE'))
    }
    const partition = bodyOf(command.def, 'PartitionCmd')?.name
    if (partition)
      others.push(
        ...on(partition, 'ACCESS EXCLUSIVE', {
          scans: command.subtype === 'AT_AttachPartition' && !hasValidCheck(partition, model),
        }),
      )
  }
  return whole ? [...on(relation, whole.mode, whole), ...others] : []
}

/** A validated CHECK may prove the bounds; whether it does only the server can tell. */
const hasValidCheck = (range: RangeVar, model: Model): boolean =>
  model.find(range)?.constraints.some(({kind, valid}) => kind === 'check' && valid) === true
