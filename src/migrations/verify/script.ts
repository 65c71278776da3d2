import type {Node} from 'libpg-query'
import {loadParser} from '../../schema/parse.ts'
import {ours, type Piece} from '../batch.ts'
import type {SourceFile} from '../files.ts'
import {readStatements, type Statement, type Variables} from '../statements.ts'
import {runsAlone, transactionControl} from '../transactions.ts'

/** A file as it can be tried within a transaction that is rolled back. */
export type Script = {
  readonly source: SourceFile
  readonly pieces: readonly Piece[]
  /** False: CONCURRENTLY was left out to make that possible, so that a failure proves nothing. */
  readonly exact: boolean
  /** Whether it may end its transaction by itself: then it cannot be tried. */
  readonly opaque: boolean
  /** What acts on the whole server, and so is not to be tried at all. */
  readonly serverWide: Statement | null
}

const SERVER_WIDE = [
  'CreatedbStmt',
  'DropdbStmt',
  'AlterDatabaseStmt',
  'AlterSystemStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'CreateSubscriptionStmt',
  'DropSubscriptionStmt',
]

/** @throws Failure of `readStatements` */
export async function scriptOf(source: SourceFile, variables: Variables): Promise<Script> {
  const statements = await readStatements(source, variables)
  const {scanSync} = await loadParser()
  const kept = statements.filter(({node}) => transactionControl(node) === null && !isUpkeep(node))
  const pieces = kept.map(({script, node}): Piece => {
    const sql = runsAlone(node) ? withoutConcurrently(script.text, scanSync) : script.text
    return {sql, script}
  })
  return {
    source,
    pieces: [...pieces, ...CLEAN],
    exact: !kept.some(({node}) => runsAlone(node)),
    opaque: kept.some(({node}) => node === null || 'CallStmt' in node || ('DoStmt' in node && runsAlone(node))),
    serverWide: statements.find(({node}) => SERVER_WIDE.some((kind) => node !== null && kind in node)) ?? null,
  }
}

/** After a file, as after a run of it: deferred constraints are checked, and its session is as it was. */
const CLEAN = [
  'SET CONSTRAINTS ALL IMMEDIATE',
  'RESET SESSION AUTHORIZATION',
  'RESET ROLE',
  'RESET ALL',
  'DISCARD TEMP',
  'SET LOCAL client_min_messages = error',
].map(ours)

/** What leaves both schema and rows as they are. */
const isUpkeep = (node: Node | null): boolean =>
  node !== null && ['VacuumStmt', 'ReindexStmt', 'ClusterStmt', 'CheckPointStmt', 'DiscardStmt'].some((k) => k in node)

type Scan = Awaited<ReturnType<typeof loadParser>>['scanSync']

function withoutConcurrently(sql: string, scan: Scan): string {
  const bytes = Buffer.from(sql)
  const token = scan(sql).tokens.find(({text}) => /^concurrently$/i.test(text))
  return token ? Buffer.concat([bytes.subarray(0, token.start), bytes.subarray(token.end)]).toString() : sql
}
