import type {RangeVar} from 'libpg-query'
import type {Context, LintStatement} from './context.ts'
import type {Table} from './model/table.ts'

/** The tables that the file makes, as they are at its end; temporary ones and partitions are left out. */
export function* madeTables({
  statements,
  model,
}: Context): Generator<{statement: LintStatement; range: RangeVar; table: Table}> {
  for (const statement of statements) {
    const {node} = statement
    if (!node || !('CreateStmt' in node) || !node.CreateStmt.relation || node.CreateStmt.partbound) continue
    const range = node.CreateStmt.relation
    const table = model.find(range)
    if (table?.age === 'file' && !table.temporary) yield {statement, range, table}
  }
}
