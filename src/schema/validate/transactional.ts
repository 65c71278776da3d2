import type {Node} from 'libpg-query'
import type {Finding} from '../../finding.ts'
import {errorAt} from './finding.ts'
import type {Tree} from './parse.ts'

/** `not-transactional`: a master schema is applied in one transaction, and the server runs these only outside one. */
export function transactionFindings(tree: Tree): Finding[] {
  const found = outside(tree.node)
  if (!found) return []
  const [what, cure] = found
  return [errorAt('not-transactional', tree.unit.locate(0), `${what} cannot run inside a transaction`, cure)]
}

type Found = readonly [what: string, cure: string]

const MAINTENANCE = 'remove it: a schema has no use for it; maintenance has commands of its own'
const MIGRATION =
  'leave out CONCURRENTLY: a new database has nobody to block; on a live one, use a migration outside a transaction'
const SERVER = 'remove it: it belongs to the server and not to the schema of one database'

function outside(node: Node): Found | null {
  if ('CreatedbStmt' in node) return ['CREATE DATABASE', SERVER]
  if ('DropdbStmt' in node) return ['DROP DATABASE', SERVER]
  if ('AlterSystemStmt' in node) return ['ALTER SYSTEM', SERVER]
  if ('CreateTableSpaceStmt' in node) return ['CREATE TABLESPACE', SERVER]
  if ('DropTableSpaceStmt' in node) return ['DROP TABLESPACE', SERVER]
  if ('VacuumStmt' in node) return node.VacuumStmt.is_vacuumcmd ? ['VACUUM', MAINTENANCE] : null
  if ('ClusterStmt' in node) return node.ClusterStmt.relation ? null : ['CLUSTER without a table', MAINTENANCE]
  if ('IndexStmt' in node) return node.IndexStmt.concurrent ? ['CREATE INDEX CONCURRENTLY', MIGRATION] : null
  if ('DropStmt' in node) return node.DropStmt.concurrent ? ['DROP INDEX CONCURRENTLY', MIGRATION] : null
  if ('ReindexStmt' in node) {
    const {kind, params = []} = node.ReindexStmt
    const concurrently = params.some((param) => 'DefElem' in param && param.DefElem.defname === 'concurrently')
    if (concurrently) return ['REINDEX CONCURRENTLY', MAINTENANCE]
    const whole = kind !== 'REINDEX_OBJECT_TABLE' && kind !== 'REINDEX_OBJECT_INDEX'
    return whole ? ['REINDEX of a schema, the system or a database', MAINTENANCE] : null
  }
  if ('AlterTableStmt' in node) {
    const concurrent = node.AlterTableStmt.cmds?.some(
      (command) =>
        'AlterTableCmd' in command &&
        command.AlterTableCmd.def !== undefined &&
        'PartitionCmd' in command.AlterTableCmd.def &&
        command.AlterTableCmd.def.PartitionCmd.concurrent,
    )
    return concurrent ? ['DETACH PARTITION CONCURRENTLY', MIGRATION] : null
  }
  if ('TransactionStmt' in node) return control(node.TransactionStmt.kind, node.TransactionStmt.chain)
  return null
}

/** BEGIN and COMMIT around a schema ask for what it gets anyway. */
function control(kind: string | undefined, chain: boolean | undefined): Found | null {
  const cure = 'remove it: the schema is applied in one transaction, and rolled back whole on an error'
  if (kind === 'TRANS_STMT_ROLLBACK') return ['ROLLBACK of the schema', cure]
  if (chain) return ['COMMIT AND CHAIN', cure]
  if (kind?.includes('PREPARE')) return ['a two-phase commit', cure]
  return null
}
