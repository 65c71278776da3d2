import type {LintStatement} from './context.ts'
import {all} from './tree.ts'

type Drops = {
  readonly statements: readonly LintStatement[]
  /** The first statement that drops a constraint of that name. */
  readonly constraints: ReadonlyMap<string, number>
}

const known = new WeakMap<readonly LintStatement[], Drops>()

/** What a file drops, gathered once: to search all of it at each statement takes seconds in a long file. */
export function dropsOf(statements: readonly LintStatement[]): Drops {
  let drops = known.get(statements)
  if (!drops) {
    const constraints = new Map<string, number>()
    for (const {node, index} of statements) {
      if (!node || !('AlterTableStmt' in node)) continue
      for (const {subtype, name = ''} of all(node.AlterTableStmt.cmds, 'AlterTableCmd'))
        if (subtype === 'AT_DropConstraint' && !constraints.has(name)) constraints.set(name, index)
    }
    drops = {statements: statements.filter(({kind}) => kind === 'DropStmt'), constraints}
    known.set(statements, drops)
  }
  return drops
}
