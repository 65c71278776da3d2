import type {Node} from 'libpg-query'

/**
 * Whether PostgreSQL refuses the statement in a transaction block. What only the server can know (a REINDEX
 * of a partitioned table, a procedure that commits) it says when it runs: see `learn` in apply.ts.
 */
export function runsAlone(node: Node | null): boolean {
  if (node === null) return false
  if ('IndexStmt' in node) return node.IndexStmt.concurrent === true
  if ('DropStmt' in node) return node.DropStmt.concurrent === true
  if ('VacuumStmt' in node) return node.VacuumStmt.is_vacuumcmd === true
  if ('ReindexStmt' in node) {
    const {kind, params} = node.ReindexStmt
    const many = ['REINDEX_OBJECT_SCHEMA', 'REINDEX_OBJECT_DATABASE', 'REINDEX_OBJECT_SYSTEM']
    return (kind !== undefined && many.includes(kind)) || isOn(params, 'concurrently')
  }
  if ('AlterTableStmt' in node) {
    return (node.AlterTableStmt.cmds ?? []).some((command) => {
      const def = 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined
      return def !== undefined && 'PartitionCmd' in def && def.PartitionCmd.concurrent === true
    })
  }
  if ('AlterDatabaseStmt' in node) return hasOption(node.AlterDatabaseStmt.options, 'tablespace')
  if ('CreateSubscriptionStmt' in node) return !isOff(node.CreateSubscriptionStmt.options, 'create_slot', 'connect')
  if ('ClusterStmt' in node) return node.ClusterStmt.relation === undefined
  if ('DoStmt' in node) return bodyCommits(node)
  return ALWAYS_ALONE.some((kind) => kind in node)
}

const ALWAYS_ALONE = [
  'CreatedbStmt',
  'DropdbStmt',
  'AlterSystemStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'DropSubscriptionStmt',
]

export const makesIndex = (node: Node | null): boolean =>
  node !== null && ('IndexStmt' in node || 'ReindexStmt' in node)

/** Whether it waits for others without making anyone wait behind it. */
export const locksLightly = (node: Node | null): boolean =>
  node !== null &&
  runsAlone(node) &&
  ['IndexStmt', 'DropStmt', 'ReindexStmt', 'AlterTableStmt'].some((kind) => kind in node)

/** Whether its effect is on the session, and so has to be made again where a file goes on in another transaction. */
export function setsSession(node: Node | null): boolean {
  if (node === null) return false
  if ('VariableSetStmt' in node) return node.VariableSetStmt.is_local !== true && !setsTransaction(node)
  return 'SelectStmt' in node && /"set_config"/.test(JSON.stringify(node.SelectStmt.targetList ?? []))
}

export const setsTransaction = (node: Node | null): boolean =>
  node !== null &&
  'VariableSetStmt' in node &&
  /^(SESSION )?(TRANSACTION|CHARACTERISTICS)/.test(node.VariableSetStmt.name ?? '')

/** The label that `ALTER TYPE … ADD VALUE` adds. */
export const addedLabel = (node: Node | null): string | undefined =>
  node !== null && 'AlterEnumStmt' in node && node.AlterEnumStmt.oldVal === undefined
    ? node.AlterEnumStmt.newVal
    : undefined

/** Whether a constant in it, or a quoted word in a body it holds, is `label`. */
export const mentions = (node: Node | null, label: string): boolean =>
  constants(node).some((constant) => constant === label || constant.includes(`'${label}'`))

/** `enum_type` of CREATE TYPE … AS ENUM and of ALTER TYPE … ADD VALUE. */
export function enumName(node: Node | null): string | undefined {
  if (node === null) return undefined
  const parts =
    'CreateEnumStmt' in node
      ? node.CreateEnumStmt.typeName
      : 'AlterEnumStmt' in node
        ? node.AlterEnumStmt.typeName
        : undefined
  return parts && JSON.stringify(parts)
}

/** `BEGIN`, `COMMIT` and their like; savepoints stay within a transaction and are ordinary statements. */
export function transactionControl(node: Node | null): 'begin' | 'commit' | 'other' | null {
  if (node === null || !('TransactionStmt' in node)) return null
  const {kind, chain} = node.TransactionStmt
  if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') return 'begin'
  if (kind === 'TRANS_STMT_COMMIT' && !chain) return 'commit'
  return kind === 'TRANS_STMT_SAVEPOINT' || kind === 'TRANS_STMT_RELEASE' || kind === 'TRANS_STMT_ROLLBACK_TO'
    ? null
    : 'other'
}

function constants(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(constants)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'sval' && typeof inner === 'string' ? [inner] : constants(inner),
  )
}

// ON COMMIT belongs to a temporary table, and ends nothing.
const bodyCommits = (node: Node): boolean =>
  constants(node).some((body) => /(?<!\bon\s+)\b(commit|rollback)\s*(;|and\b)/i.test(body))

const options = (list: readonly Node[] | undefined) =>
  (list ?? []).flatMap((node) => ('DefElem' in node ? [node.DefElem] : []))

const hasOption = (list: readonly Node[] | undefined, name: string): boolean =>
  options(list).some((option) => option.defname === name)

const isOn = (list: readonly Node[] | undefined, name: string): boolean => hasOption(list, name) && !isOff(list, name)

const isOff = (list: readonly Node[] | undefined, ...names: string[]): boolean =>
  options(list).some(
    ({defname, arg}) =>
      defname !== undefined && names.includes(defname) && constants(arg).some((v) => /^(false|off|0)$/i.test(v)),
  )
