import type pg from 'pg'
import type {Address} from '../postgres/address.ts'
import {connect} from '../postgres/connect.ts'
import {HOLDER_COLUMNS, type Holder} from './lock.ts'

const FIRST_LOOK = 300
const NEXT_LOOK = 500

/** A second session, opened when first needed, that sees what the first one waits for. */
export class Monitor {
  readonly #address: Address
  readonly #pid: number
  #client: Promise<pg.Client> | undefined
  #blockers: readonly Holder[] = []

  constructor(address: Address, pid: number) {
    this.#address = address
    this.#pid = pid
  }

  /** Who was seen in the way of the last watched work. */
  get blockers(): readonly Holder[] {
    return this.#blockers
  }

  /** Does the work, and looks out for what blocks it if it takes long. */
  async watch<T>(work: () => Promise<T>, onBlocked: (blockers: readonly Holder[]) => void): Promise<T> {
    this.#blockers = []
    let looking: Promise<void> = Promise.resolve()
    let timer: NodeJS.Timeout | undefined
    const schedule = (delay: number) => {
      timer = setTimeout(() => {
        looking = this.#look(onBlocked).then(() => {
          if (timer) schedule(NEXT_LOOK)
        })
      }, delay)
    }
    schedule(FIRST_LOOK)
    try {
      return await work()
    } finally {
      clearTimeout(timer)
      timer = undefined
      await looking
    }
  }

  /** Asks the server to stop the statement that the first session runs. */
  async cancel(): Promise<void> {
    await (await this.#open()).query('SELECT pg_cancel_backend($1)', [this.#pid])
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined)
    this.#client = undefined
    await client?.end().catch(() => {})
  }

  async #look(onBlocked: (blockers: readonly Holder[]) => void): Promise<void> {
    try {
      const {rows} = await (await this.#open()).query<Holder>(
        `SELECT ${HOLDER_COLUMNS} FROM pg_stat_activity a WHERE a.pid = ANY (pg_blocking_pids($1)) ORDER BY a.pid`,
        [this.#pid],
      )
      if (rows.length === 0) return
      this.#blockers = rows
      onBlocked(rows)
    } catch {
      // Naming who is in the way is a service; the work itself tells whether it succeeded.
      await this.close()
    }
  }

  #open(): Promise<pg.Client> {
    this.#client ??= connect(this.#address, {applicationName: 'pgplumb monitor', statementTimeout: 5000})
    return this.#client
  }
}
