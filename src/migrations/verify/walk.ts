import type {Address} from '../../postgres/address.ts'
import {connect} from '../../postgres/connect.ts'
import {quoteIdent} from '../../postgres/quote.ts'
import type {HistoryTable} from '../history.ts'
import {ensureHistory} from '../history-table.ts'
import {Monitor} from '../monitor.ts'
import type {Session} from '../session.ts'
import type {Variables} from '../statements.ts'

export type WalkOptions = {
  readonly history: HistoryTable
  readonly variables: Variables
  readonly searchPath?: readonly string[]
  readonly signal: AbortSignal | undefined
}

/** A session in a shadow of our own, where nobody else is and no lock has to be taken. */
export async function inShadow<T>(
  address: Address,
  options: WalkOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const walk = new Walk(address, options)
  try {
    return await walk.use(work)
  } finally {
    await walk.release()
  }
}

/** The shadow that goes through the folder, with a session that stays open as long as it is not copied. */
export class Walk {
  readonly address: Address
  readonly options: WalkOptions
  #session: Session | null = null

  constructor(address: Address, options: WalkOptions) {
    this.address = address
    this.options = options
  }

  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    this.#session ??= await open(this.address, this.options)
    return work(this.#session)
  }

  /** A database cannot be copied while somebody is in it. */
  async release(): Promise<void> {
    await this.#session?.monitor.close()
    await this.#session?.client.end().catch(() => {})
    this.#session = null
  }
}

async function open(address: Address, {history: table, variables, searchPath, signal}: WalkOptions): Promise<Session> {
  // To compile the queries on the catalogs, or to plan them each time, takes longer than to run them.
  const settings = ['jit=off', 'plan_cache_mode=force_generic_plan']
  // As a setting of the connection, for a file's end resets those of the session.
  if (searchPath)
    settings.push(
      `search_path=${searchPath
        .map(quoteIdent)
        .join(',')
        .replaceAll(/[\\\s]/g, '\\$&')}`,
    )
  const options = [address.options ?? '', ...settings.map((setting) => `-c ${setting}`)].join(' ').trim()
  const calm = {...address, options}
  const client = await connect(calm, {applicationName: 'pgplumb verify'})
  const {rows} = await client.query<{pid: number}>('SELECT pg_backend_pid() AS pid')
  await ensureHistory(client, table)
  const fixed = {table, lockTimeout: 0, lockRetries: 0, toolVersion: 'verify', variables, signal}
  return {client, monitor: new Monitor(address, rows[0]?.pid ?? 0), ...fixed, emit: () => {}}
}
