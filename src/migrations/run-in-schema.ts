import type pg from 'pg'
import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {isServerError} from '../postgres/errors.ts'
import {quoteLiteral} from '../postgres/quote.ts'
import {apply} from './apply.ts'
import {applyTogether, isTransactional} from './apply-together.ts'
import {ours, type Piece} from './batch.ts'
import type {Folder} from './files.ts'
import {DEFAULT_HISTORY, historyName, readHistory} from './history.ts'
import {ensureHistory, historyDdl} from './history-table.ts'
import {lockKey, releaseLock, takeLock} from './lock.ts'
import {Monitor} from './monitor.ts'
import {type Pending, type PendingOptions, pendingMigrations} from './pending.ts'
import type {Ran} from './run.ts'
import type {SchemaHistory} from './schema-histories.ts'
import {type Session, type SessionOptions, settingsOf} from './session.ts'
import {compareWithHistory} from './status.ts'

export type SchemaRunOptions = Omit<SessionOptions, 'history'> &
  PendingOptions & {
    /** The schema that holds the history; and, unless `searchPath` says more, in which the files' names are looked up. */
    readonly schema: string
    /** The history's table in that schema. */
    readonly table?: string
    /** Default: the schema, and then public. */
    readonly searchPath?: readonly string[]
    /** What was read of it before, by `readHistories`; then a run costs one round trip. */
    readonly known?: SchemaHistory
    /** The backend behind `client`, where it was asked before. */
    readonly pid?: number
  }

/**
 * Brings one schema up to a folder, in a session that goes on to others: all that is pending in one transaction, with the
 * lock, the history and the record in it. Only where a file holds what cannot run in a transaction (CREATE INDEX
 * CONCURRENTLY) is it a transaction a file, as `up` has it. `address` is for a second session, which tells who is in the
 * way. Another run that came first is no error: what it left is done. Afterwards the session is as it was.
 * @throws Failure those of `up`
 */
export async function upInSchema(
  client: pg.Client,
  address: Address,
  folder: Folder,
  options: SchemaRunOptions,
): Promise<readonly Ran[]> {
  const table = {schema: options.schema, table: options.table ?? DEFAULT_HISTORY.table}
  const {lockRetries = 10, variables = {}, signal, onEvent: emit = () => {}} = options
  const {searchPath = [...new Set([options.schema, 'public'])]} = options
  const pid = options.pid ?? (await backendPid(client))
  const monitor = new Monitor(address, pid)
  const settings = {...settingsOf({...options, history: table}), lockRetries, variables, searchPath, signal}
  const session: Session = {...settings, client, monitor, emit}
  const cancel = () => void monitor.cancel().catch(() => {})
  signal?.addEventListener('abort', cancel)
  try {
    let known = options.known
    for (;;) {
      const history = known?.history ?? (await readHistory(client, table))
      const due = pendingMigrations(await compareWithHistory(folder, history), options)
      if (due.length === 0) return []
      const ddl = known?.ready ? [] : await historyDdl(client, table)
      const ran = (await isTransactional(due, variables)) ? await together(session, due, ddl) : 'alone'
      if (ran === 'alone') return await oneByOne(session, folder, options)
      if (ran !== 'overtaken') return ran
      known = undefined
    }
  } finally {
    signal?.removeEventListener('abort', cancel)
    await monitor.close()
  }
}

/** Where nothing was done, why: the history is not what it was when it was read, or a statement wants no transaction. */
async function together(
  session: Session,
  due: readonly Pending[],
  ddl: readonly string[],
): Promise<Ran[] | 'overtaken' | 'alone'> {
  const {table, lockTimeout} = session
  const started = performance.now()
  for (const [index, {migration}] of due.entries()) session.emit({kind: 'start', migration, index, total: due.length})
  try {
    await applyTogether(session, due, [
      ours(`SET LOCAL lock_timeout = ${lockTimeout}`),
      ours(`SELECT pg_advisory_xact_lock(${lockKey(table)})`),
      ...ddl.map(ours),
      unchanged(session, due),
    ])
  } catch (error) {
    const code = error instanceof Failure && isServerError(error.cause) ? error.cause.code : ''
    if (code === OVERTAKEN) return 'overtaken'
    if (NO_TRANSACTION.includes(code)) return 'alone'
    throw error
  }
  const duration = performance.now() - started
  for (const {migration} of due) session.emit({kind: 'done', migration, duration})
  return due.map(({migration}) => ({migration, duration}))
}

/** Under the lock, once more: whether the history still says of these files what it said when it was read. */
function unchanged({table}: Session, due: readonly Pending[]): Piece {
  const seen = due.flatMap(({row}) => (row ? [[row.version, row.text_checksum, row.statements_done]] : []))
  const versions = due.map(({migration, row}) => row?.version ?? migration.version)
  const body = `
    BEGIN
      IF (SELECT jsonb_agg(jsonb_build_array(version, text_checksum, statements_done) ORDER BY version) FROM ${historyName(table)}
           WHERE version = ANY (ARRAY(SELECT jsonb_array_elements_text(${quoteLiteral(JSON.stringify(versions))}))))
         IS DISTINCT FROM (SELECT jsonb_agg(s ORDER BY s ->> 0) FROM jsonb_array_elements(${quoteLiteral(JSON.stringify(seen))}) s)
      THEN RAISE EXCEPTION 'another run came first' USING ERRCODE = '${OVERTAKEN}'; END IF;
    END`
  return ours(`DO ${quoteLiteral(body)}`)
}

/** An SQLSTATE that the server has no use for itself. */
const OVERTAKEN = 'PLUMB'

/** active_sql_transaction, invalid_transaction_termination, unsafe_new_enum_value_usage: what `apply` copes with. */
const NO_TRANSACTION = ['25001', '2D000', '55P04']

async function oneByOne(session: Session, folder: Folder, options: SchemaRunOptions): Promise<Ran[]> {
  const {client, table, emit, signal} = session
  const {lockWait = 60_000} = options
  await takeLock(client, table, {
    wait: lockWait,
    onWait: (holder, waited) => emit({kind: 'waiting', holder, waited}),
    signal,
  })
  try {
    await ensureHistory(client, table)
    const due = pendingMigrations(await compareWithHistory(folder, await readHistory(client, table)), options)
    const ran: Ran[] = []
    for (const [index, {migration, row}] of due.entries()) {
      emit({kind: 'start', migration, index, total: due.length})
      const started = performance.now()
      await apply(session, migration, row, migration)
      const duration = performance.now() - started
      ran.push({migration, duration})
      emit({kind: 'done', migration, duration})
    }
    return ran
  } finally {
    await releaseLock(client, table)
  }
}

async function backendPid(client: pg.Client): Promise<number> {
  const {rows} = await client.query<{pid: number}>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid ?? 0
}
