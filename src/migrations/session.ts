import type pg from 'pg'
import type {Address} from '../postgres/address.ts'
import {connect, withConnection} from '../postgres/connect.ts'
import {isEmptyDatabase} from '../postgres/database.ts'
import type {MigrationEvent} from './events.ts'
import {asFailure} from './failures.ts'
import {DEFAULT_HISTORY, type HistoryTable} from './history.ts'
import {ensureHistory} from './history-table.ts'
import {type Holder, takeLock} from './lock.ts'
import {Monitor} from './monitor.ts'
import {refuseTransactionPooler} from './pooler.ts'
import type {Variables} from './statements.ts'

export type SessionOptions = {
  readonly history?: HistoryTable
  /** Milliseconds to wait for another run to end. */
  readonly lockWait?: number
  /** Milliseconds a statement may wait for a lock, and so make others wait behind it. */
  readonly lockTimeout?: number
  /** How often a file is tried again when it did not get a lock in time, or met a deadlock. */
  readonly lockRetries?: number
  /** Written into the history. */
  readonly toolVersion?: string
  readonly variables?: Variables
  readonly signal?: AbortSignal
  /** What is to be there before the first file, made where there is nothing in the database yet. */
  readonly prelude?: Prelude
  readonly onEvent?: (event: MigrationEvent) => void
}

export type Prelude = {
  /** As messages show them. */
  readonly files: readonly string[]
  readonly run: () => Promise<void>
}

/** A session that holds the migration lock. */
export type Session = {
  readonly client: pg.Client
  readonly monitor: Monitor
  readonly table: HistoryTable
  readonly lockTimeout: number
  readonly lockRetries: number
  readonly toolVersion: string
  readonly variables: Variables
  /** The schemas in which the files' unqualified names are looked up; absent: as the server has it. */
  readonly searchPath?: readonly string[]
  readonly signal: AbortSignal | undefined
  readonly emit: (event: MigrationEvent) => void
}

type Notice = Partial<Record<'severity' | 'message' | 'code', string | undefined>>

const NO_ACTIVE_TRANSACTION = '25P01'

const APPLICATION = {applicationName: 'pgplumb migrate'}

export const settingsOf = (options: SessionOptions): Pick<Session, 'table' | 'toolVersion' | 'lockTimeout'> => ({
  table: options.history ?? DEFAULT_HISTORY,
  toolVersion: options.toolVersion ?? '',
  lockTimeout: options.lockTimeout ?? 2000,
})

/** A session that does not hold the lock yet. */
export const withMigrationClient = <T>(address: Address, work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withConnection(address, work, APPLICATION).catch((error) => {
    throw asFailure(error)
  })

/**
 * Takes the lock, which the session then holds until it ends, and runs `work` with the history table in place.
 * @throws Failure `locked`, `transaction_pooler`, `foreign_history`, `interrupted`
 */
export async function withMigrationLock<T>(
  address: Address,
  client: pg.Client,
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const {lockWait = 60_000, lockRetries = 10, variables = {}, signal, onEvent: emit = () => {}} = options
  const {table, lockTimeout, toolVersion} = settingsOf(options)
  const monitor = new Monitor(address, await refuseTransactionPooler(client, () => connect(address, APPLICATION)))
  // If even this cannot reach the server, the statement ends with the connection.
  const cancel = () => void monitor.cancel().catch(() => {})
  const onNotice = ({severity = 'NOTICE', message = '', code}: Notice) => {
    // The ROLLBACK after a syntax error, which was found before BEGIN had run.
    if (code !== NO_ACTIVE_TRANSACTION) emit({kind: 'notice', severity, message})
  }
  signal?.addEventListener('abort', cancel)
  try {
    const onWait = (holder: Holder | null, waited: number) => emit({kind: 'waiting', holder, waited})
    await takeLock(client, table, {wait: lockWait, onWait, signal})
    if (options.prelude && (await isEmptyDatabase(client))) {
      emit({kind: 'prelude', files: options.prelude.files})
      await options.prelude.run()
    }
    await ensureHistory(client, table)
    client.on('notice', onNotice)
    return await work({client, monitor, table, lockTimeout, lockRetries, toolVersion, variables, signal, emit})
  } finally {
    client.off('notice', onNotice)
    signal?.removeEventListener('abort', cancel)
    await monitor.close()
  }
}
