import {keyOf} from '../../entry.ts'
import type {Table} from '../../table/model.ts'
import {identifier} from '../../words.ts'
import type {Change, Forced, Placed} from '../action.ts'
import {addColumn, alterColumn, dropColumn, needsNewColumn, type TableTarget} from './column.ts'
import {addConstraint, dropConstraint, isValidation, validateConstraint} from './constraint.ts'
import {alterProperties} from './properties.ts'

export type TableOptions = {
  readonly forced: Forced
  /** The clause that makes a new column of that name an identity column, where it is to be one. */
  readonly identity: (column: string) => string | undefined
}

/** The steps that turn one table into another in place; null where only a new table will do. */
export function alterTable(target: TableTarget, actual: Table, expected: Table, options: TableOptions): Change | null {
  const {forced, identity} = options
  const properties = alterProperties(target, actual, expected, forced)
  if (!properties) return null
  const early: Placed[] = []
  const [gone, renewed] = [new Set<string>(), new Set<string>()]
  // A generated column is computed of the others as they will be.
  const [steps, generated, constraints]: [Placed[], Placed[], Placed[]] = [[], [], []]
  // What it has no more of its own it will have from the parent.
  const [family, families] = [actual, expected].map(({properties}) => properties.get('inherits')?.print)
  const comesToParents = families !== undefined && families !== family
  for (const [name, constraint] of actual.constraints) {
    const wanted = expected.constraints.get(name)
    if (!wanted && comesToParents) continue
    if (wanted && isValidation(constraint, wanted) && !forced.constraints.has(name)) continue
    if (wanted?.print !== constraint.print || forced.constraints.has(name)) {
      early.push(dropConstraint(target, constraint))
      gone.add(name)
    }
  }
  for (const [name, column] of actual.columns) {
    const wanted = expected.columns.get(name)
    if (!wanted && comesToParents) continue
    if (!wanted || forced.regenerated.has(name) || needsNewColumn(column, wanted)) {
      early.push(dropColumn(target, column))
      renewed.add(name)
    }
  }
  for (const [name, column] of expected.columns) {
    const found = actual.columns.get(name)
    if (!found || forced.regenerated.has(name) || needsNewColumn(found, column)) {
      const clause = identity(name)
      const added = column.generated ? generated : steps
      added.push(
        ...addColumn(target, clause ? {...column, other: [...column.other, {print: '', text: clause}]} : column),
      )
      continue
    }
    const force = {retyped: forced.retyped.has(name), redefaulted: forced.defaults.has(name)}
    const change = alterColumn(target, found, column, force)
    early.push(...change.early)
    steps.push(...change.steps)
  }
  for (const [name, constraint] of expected.constraints) {
    const found = actual.constraints.get(name)
    if (found && isValidation(found, constraint) && !forced.constraints.has(name))
      constraints.push(validateConstraint(target, constraint))
    else if (found?.print !== constraint.print || forced.constraints.has(name))
      constraints.push(...addConstraint(target, constraint))
  }
  const remade = [
    ...[...gone].map((name) => partKey(target, 'CHECK CONSTRAINT', name)),
    ...[...renewed].map((name) => partKey(target, 'COLUMN', name)),
  ]
  return {
    remade,
    early: [...properties.early, ...early],
    steps: [...steps, ...generated, ...constraints, ...properties.steps],
  }
}

/** The key under which a comment or grant says what it is on. */
function partKey({key}: TableTarget, type: 'COLUMN' | 'CHECK CONSTRAINT', name: string): string {
  const [, schema = '', tag = ''] = key.split('\n')
  return keyOf({type, schema, tag: type === 'COLUMN' ? `${identifier(tag)}.${identifier(name)}` : `${tag} ${name}`})
}
