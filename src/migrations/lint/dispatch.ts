import type {DropStmt} from 'libpg-query'
import type {Context, LintStatement} from './context.ts'
import {effectsOf} from './effects.ts'
import {constraintsOf} from './model/element.ts'
import type {Model} from './model/model.ts'
import {replay} from './model/replay.ts'
import type {AddedColumn, AddedConstraint, Check, Command, Found, LintRule} from './rule.ts'
import {all, bodyOf, listNames, rangeOf} from './tree.ts'

export type RuleFound = {readonly rule: LintRule; readonly statement: LintStatement; readonly found: Found}

type Entry<C extends Check['on']> = {readonly rule: LintRule; readonly check: Extract<Check, {on: C}>['check']}

/** Rules by what they look at, so that a statement meets only those that may have something to say. */
export type Dispatch = {
  readonly byKind: ReadonlyMap<string, readonly Entry<'statement'>[]>
  readonly bySubtype: ReadonlyMap<string, readonly Entry<'command'>[]>
  readonly every: readonly Entry<'every'>[]
  readonly columns: readonly Entry<'column'>[]
  readonly constraints: readonly Entry<'constraint'>[]
  readonly files: readonly Entry<'file'>[]
}

export function dispatchOf(rules: readonly LintRule[]): Dispatch {
  const byKind = new Map<string, Entry<'statement'>[]>()
  const bySubtype = new Map<string, Entry<'command'>[]>()
  const every: Entry<'every'>[] = []
  const columns: Entry<'column'>[] = []
  const constraints: Entry<'constraint'>[] = []
  const files: Entry<'file'>[] = []
  for (const rule of rules)
    for (const check of rule.checks) {
      if (check.on === 'statement') push(byKind, check.kind, {rule, check: check.check})
      else if (check.on === 'command') push(bySubtype, check.subtype, {rule, check: check.check})
      else if (check.on === 'every') every.push({rule, check: check.check})
      else if (check.on === 'column') columns.push({rule, check: check.check})
      else if (check.on === 'constraint') constraints.push({rule, check: check.check})
      else files.push({rule, check: check.check})
    }
  return {byKind, bySubtype, every, columns, constraints, files}
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Runs the rules over a file, and the file over the model. */
export function* runRules(context: Context, dispatch: Dispatch): Generator<RuleFound> {
  const {statements, model} = context
  for (const statement of statements) {
    const {node} = statement
    if (!node) continue
    statement.effects = effectsOf(node, model)
    if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_INDEX')
      statement.drops = dropped(node.DropStmt, model)
    yield* lookAt(statement, context, dispatch)
    replay(node, model)
  }
  const [first] = statements
  if (!first) return
  for (const {rule, check} of dispatch.files)
    for (const found of check(context)) yield {rule, statement: found.statement ?? first, found}
}

function dropped({objects = []}: DropStmt, model: Model): LintStatement['drops'] {
  return objects.flatMap((object) => {
    const range = rangeOf(listNames(object))
    const table = model.tableOfIndex(range)
    const index = table?.indexes.find(({name}) => name === range.relname)
    const key = model.key(range)
    return table && index
      ? [{name: index.name, key, table: `${table.schema}.${table.name}`, columns: index.columns}]
      : []
  })
}

function* lookAt(statement: LintStatement, context: Context, dispatch: Dispatch): Generator<RuleFound> {
  const {node, kind} = statement
  // The kind says which body it is.
  for (const {rule, check} of dispatch.byKind.get(kind) ?? [])
    yield* named(rule, statement, check(bodyOf(node ?? undefined, kind as never) as never, statement, context))
  for (const {rule, check} of dispatch.every) yield* named(rule, statement, check(statement, context))
  for (const {command, added, constraints} of partsOf(statement, context)) {
    if (command)
      for (const {rule, check} of dispatch.bySubtype.get(command.command.subtype ?? 'AT_AddColumn') ?? [])
        yield* named(rule, statement, check(command, context))
    if (added) for (const {rule, check} of dispatch.columns) yield* named(rule, statement, check(added, context))
    for (const constraint of constraints)
      for (const {rule, check} of dispatch.constraints) yield* named(rule, statement, check(constraint, context))
  }
}

function* named(rule: LintRule, statement: LintStatement, founds: Iterable<Found>): Generator<RuleFound> {
  for (const found of founds) yield {rule, statement: found.statement ?? statement, found}
}

type Part = {
  readonly command: Command | null
  readonly added: AddedColumn | null
  readonly constraints: readonly AddedConstraint[]
}

function* partsOf(statement: LintStatement, {model}: Context): Generator<Part> {
  const {node} = statement
  if (node && 'CreateStmt' in node) {
    const {relation: range, tableElts, if_not_exists} = node.CreateStmt
    if (!range || (if_not_exists && model.find(range)?.known)) return
    const common = {range, table: undefined, creates: true, statement}
    for (const element of tableElts ?? []) {
      const def = bodyOf(element, 'ColumnDef')
      const constraint = bodyOf(element, 'Constraint')
      yield {
        command: null,
        added: def ? {...common, def} : null,
        constraints: [
          ...(constraint ? [{...common, constraint, column: null}] : []),
          ...(def ? constraintsOf(def).map((one) => ({...common, constraint: one, column: def})) : []),
        ],
      }
    }
  } else if (node && 'AlterTableStmt' in node) {
    const {relation: range, cmds, objtype} = node.AlterTableStmt
    if (!range || objtype === 'OBJECT_TYPE') return
    const table = model.find(range)
    for (const command of all(cmds, 'AlterTableCmd')) {
      const common = {range, table, creates: false, statement}
      const def = command.subtype === 'AT_AddColumn' ? bodyOf(command.def, 'ColumnDef') : undefined
      const constraint = command.subtype === 'AT_AddConstraint' ? bodyOf(command.def, 'Constraint') : undefined
      // IF NOT EXISTS on a column that is there does nothing.
      if (def && command.missing_ok && table?.columns.has(def.colname ?? '')) continue
      yield {
        command: {command, range, table, statement},
        added: def ? {...common, def} : null,
        constraints: [
          ...(constraint ? [{...common, constraint, column: null}] : []),
          ...(def ? constraintsOf(def).map((one) => ({...common, constraint: one, column: def})) : []),
        ],
      }
    }
  }
}
