import {quoteIdent, quoteLiteral} from '../postgres/quote.ts'
import {ours, type Piece} from './batch.ts'
import {forget, type Recording, recordApplied, recordProgress} from './record.ts'
import {runPatiently} from './retry.ts'
import type {Segment} from './segments.ts'
import type {Session} from './session.ts'
import {doneChecksum, type Statement} from './statements.ts'
import {setsSession} from './transactions.ts'
import type {Sent, Work} from './work.ts'

/** Runs statements and the record of them in one transaction and one round trip, unless they were sent already. */
export const runTransaction = async (
  session: Session,
  work: Work,
  segment: Segment,
  sent?: Sent | null,
): Promise<void> =>
  runPatiently(
    session,
    work.migration,
    sent?.pieces ?? (await transactionPieces(session, work, segment)),
    sent?.outcome,
  )

export type Settings = Pick<Session, 'table' | 'toolVersion' | 'lockTimeout' | 'searchPath'> & Pick<Recording, 'isNew'>

/** What is sent for a transaction. */
export async function transactionPieces(settings: Settings, work: Work, segment: Segment): Promise<readonly Piece[]> {
  return [
    // For whoever looks at pg_stat_activity.
    ours(`/* ${work.source.file.replaceAll(/[*/]/g, '')} */ ${segment.begin.replace(/;\s*$/, '')}`),
    ours(`SET LOCAL lock_timeout = ${settings.lockTimeout}`),
    ...inSearchPath(settings, 'SET LOCAL'),
    ...sessionSettings(work.statements, segment.first),
    ...segment.statements.flatMap((statement) => [...guard(statement), pieceOf(statement)]),
    ...(await recording(settings, work, segment.next, null)),
    ours('COMMIT'),
  ]
}

export const pieceOf = ({script}: Statement): Piece => ({sql: script.text, script})

/** What a file set for its session before `index`, for it is unset wherever the history is written. */
export const sessionSettings = (statements: readonly Statement[], index: number): Piece[] =>
  statements
    .slice(0, index)
    .filter((statement) => setsSession(statement.node))
    .map(pieceOf)

/** Where the files' unqualified names are looked up, if not where the login looks them up. */
export const inSearchPath = ({searchPath}: Pick<Settings, 'searchPath'>, set: 'SET' | 'SET LOCAL'): Piece[] =>
  searchPath ? [ours(`${set} search_path = ${searchPath.map(quoteIdent).join(', ')}`)] : []

/** Back to the role and settings of the one who signed in, whatever the file has set. */
export const AS_OURSELVES = ['RESET SESSION AUTHORIZATION', 'RESET ROLE', 'RESET ALL'].map(ours)

/** The end of a transaction: the constraints that waited for it, and the record. */
export async function recording(
  {table, toolVersion, isNew}: Settings,
  work: Work,
  done: number,
  running: readonly string[] | null,
): Promise<Piece[]> {
  const {migration, statements, undoing, version, checksum} = work
  const target = {table, version, checksum, toolVersion, isNew}
  const isLast = done === statements.length && running === null
  const progress = {
    total: statements.length,
    done,
    doneChecksum: isLast ? null : await doneChecksum(statements, done),
    running,
    undoing,
    elapsed: performance.now() - work.started,
  }
  const record = !isLast ? recordProgress : undoing ? () => forget(target) : recordApplied
  return [
    ours('SET CONSTRAINTS ALL IMMEDIATE'),
    ...AS_OURSELVES,
    // The next file is to see no temporary table of this one in place of a real one.
    ...(isLast ? [ours('DISCARD TEMP')] : []),
    ours(record(migration, target, progress)),
  ]
}

/** IF NOT EXISTS would pass over an INVALID index: drop it just before, where the search path is the file's. */
function guard({node}: Statement): Piece[] {
  if (!node || !('IndexStmt' in node) || !node.IndexStmt.if_not_exists) return []
  const {idxname = '', relation} = node.IndexStmt
  const table = [relation?.schemaname, relation?.relname].flatMap((part) => (part ? [quoteIdent(part)] : [])).join('.')
  const body = `
    DECLARE leftover regclass;
    BEGIN
      FOR leftover IN SELECT i.indexrelid FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        WHERE NOT i.indisvalid AND c.relname = ${quoteLiteral(idxname)} AND i.indrelid = to_regclass(${quoteLiteral(table)})
      LOOP EXECUTE format('DROP INDEX %s', leftover); END LOOP;
    END`
  return [ours(`DO ${quoteLiteral(body)}`)]
}
