import {quoteLiteral} from '../postgres/quote.ts'
import {transactionPieces} from './apply-transaction.ts'
import {BatchError, ours, type Piece} from './batch.ts'
import {historyName} from './history.ts'
import type {Pending} from './pending.ts'
import {Pipeline} from './pipeline.ts'
import {NO_VERDICTS} from './segments.ts'
import type {Session} from './session.ts'
import {setsTransaction} from './transactions.ts'
import {prepare, type Sent, segmentsOf, type Work} from './work.ts'

/** As much as keeps the server busy, and no more than it may well finish should we be killed. */
const MOST_FILES = 16
const MOST_CHARACTERS = 65_536

type Ready = Pick<Sent, 'work' | 'pieces'> & {readonly index: number; readonly size: number}

/**
 * Sends files that are one transaction each while the server is busy with those before them: it need not wait for us
 * between two files, nor we for it. Each begins by asking whether the one before it is recorded; where that failed,
 * nothing behind it runs.
 */
export class Ahead {
  readonly #session: Session
  readonly #due: readonly Pending[]
  readonly #pipeline: Pipeline
  #sent: (Ready & Sent)[] = []
  /** One of them has failed: what was sent behind it has failed with it, and the next is sent when it is dealt with. */
  #isStopped = false

  private constructor(session: Session, due: readonly Pending[]) {
    this.#session = session
    this.#due = due
    this.#pipeline = new Pipeline(session.client)
  }

  /** Null where it would not be safe, or is not worth it. */
  static async of(session: Session, due: readonly Pending[]): Promise<Ahead | null> {
    if (due.length < 2) return null
    const {rows} = await session.client.query<{isolation: string}>(
      `SELECT current_setting('default_transaction_isolation') AS isolation`,
    )
    // In the others a transaction sees what its first query saw, and that has to be the file's.
    return rows[0]?.isolation === 'read committed' ? new Ahead(session, due) : null
  }

  /** The file whose turn it is; null, if it has to be run by itself. */
  async take(index: number): Promise<Sent | null> {
    if (this.#sent.length === 0) this.#isStopped = false
    if (this.#sent.length <= MOST_FILES / 2 && !this.#isStopped)
      await this.#sendFrom(this.#sent.at(-1)?.index ?? index - 1)
    return this.#sent.shift() ?? null
  }

  async #sendFrom(last: number): Promise<void> {
    const isFirst = this.#sent.length === 0
    const ready: Ready[] = []
    let size = this.#sent.reduce((sum, sent) => sum + sent.size, 0)
    for (let index = last + 1; ready.length + this.#sent.length < MOST_FILES; index++) {
      const next = await this.#prepare(index)
      if (!next) break
      size += next.size
      if (size > MOST_CHARACTERS && ready.length + this.#sent.length > 0) break
      ready.push(next)
    }
    if (this.#isStopped) return
    const batches = ready.map(({index, pieces}, i) => (i === 0 && isFirst ? pieces : this.#behind(index - 1, pieces)))
    for (const [i, sent] of this.#pipeline.send(batches).entries()) {
      const outcome = sent.then(() => true, notBegun)
      const entry = ready[i] && {...ready[i], outcome}
      if (!entry) continue
      this.#sent.push(entry)
      outcome.then(
        (begun) => begun || this.#stop((sent) => sent.index < entry.index),
        () => this.#stop((sent) => sent.index <= entry.index),
      )
    }
  }

  #stop(isKept: (sent: Ready) => boolean): void {
    this.#sent = this.#sent.filter(isKept)
    this.#isStopped = true
  }

  /** Null: it has to have the session for itself; or something is wrong with it, which is told when its turn comes. */
  async #prepare(index: number): Promise<Ready | null> {
    const pending = this.#due[index]
    if (!pending || this.#session.signal?.aborted) return null
    const {migration, row} = pending
    const work = await prepare(migration, row, migration, this.#session.variables).catch(() => null)
    if (!work || work.done > 0 || !work.statements.every(isPlain)) return null
    const [segment, ...more] = segmentsOf(work, 0, NO_VERDICTS)
    if (!segment?.transactional || segment.begin !== 'BEGIN' || more.length > 0) return null
    const pieces = await transactionPieces(this.#session, work, segment)
    return {index, work, pieces, size: migration.text.length}
  }

  /** The same, but it fails as it begins unless the file before it is in effect. */
  #behind(before: number, [begin, ...rest]: readonly Piece[]): readonly Piece[] {
    const pending = this.#due[before]
    if (!pending || !begin) return []
    const {migration, row} = pending
    const isRecorded = ours(
      `SELECT 1 / count(*) AS before_it FROM ${historyName(this.#session.table)}` +
        ` WHERE version = ${quoteLiteral(row?.version ?? migration.version)}` +
        ` AND text_checksum = ${quoteLiteral(migration.textChecksum)} AND applied_at IS NOT NULL`,
    )
    return [begin, isRecorded, ...rest]
  }
}

const isPlain = ({node, script}: Work['statements'][number]): boolean =>
  node !== null && script.kind === 'sql' && !setsTransaction(node)

function notBegun(error: unknown): false {
  if (error instanceof BatchError && error.isAlive && error.script === null && error.completed === 0) return false
  throw error
}
