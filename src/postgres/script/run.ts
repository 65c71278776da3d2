import type pg from 'pg'
import {Failure} from '../../failure.ts'
import {join} from './batch.ts'
import {controlOf, standsAlone} from './control.ts'
import {copyIn} from './copy-in.ts'
import {exchange} from './exchange.ts'
import {cancelOn, Interruption, isInterruption} from './interrupt.ts'
import {sqlFailure} from './sql-failure.ts'
import {placeIn, type Statement} from './statement.ts'

export type RunOptions = {
  /**
   * All in one transaction, rolled back whole on an error. The script's own BEGIN and COMMIT then ask for less than is
   * given, and are passed over; its ROLLBACK, COMMIT AND CHAIN and two-phase commands are refused. The same holds where
   * the session already is in a transaction, which is left to the caller to end.
   */
  readonly transaction?: boolean
  readonly signal?: AbortSignal
  /** Called after every exchange with the server. */
  readonly onProgress?: (progress: Progress) => void
}

export type Progress = {
  /** How many statements have run. */
  readonly done: number
  /** The last of them. */
  readonly statement: Statement
}

/** Bounds of a query of several statements. */
const MOST_STATEMENTS = 500
const MOST_CHARACTERS = 131_072

/**
 * Runs statements in a session, in order, until one fails. Give it a session of its own: a dump changes its settings.
 * @returns how many statements ran
 * @throws Failure `sql_error` with the place, the server's detail, context and hint; `interrupted`; `connection_lost`;
 * `script_command`
 */
export async function runScript(
  client: pg.Client,
  statements: Iterable<Statement>,
  options: RunOptions = {},
): Promise<number> {
  const callers = client.getTransactionStatus() !== 'I'
  const within = callers || options.transaction === true
  const run: Run = {client, options, within, pending: [], characters: 0, done: 0, kept: 0}
  const release = await cancelOn(client, options.signal)
  try {
    if (within && !callers) await client.query('BEGIN')
    for (const statement of statements) await take(run, statement)
    await flush(run)
    checkInterrupted(run)
    if (within && !callers) await commit(run)
    return run.done
  } catch (error) {
    await release()
    if (!callers) await rollback(client)
    throw isInterruption(error, options.signal) ? interrupted(run, callers) : error
  } finally {
    await release()
  }
}

type Run = {
  readonly client: pg.Client
  readonly options: RunOptions
  /** Everything happens in one transaction. */
  readonly within: boolean
  pending: Statement[]
  characters: number
  done: number
  /** How many of these no rollback takes back. */
  kept: number
}

async function take(run: Run, statement: Statement): Promise<void> {
  if (run.within && isPassedOver(statement)) return
  const alone = statement.kind === 'copy' || !statement.terminated || standsAlone(statement.text)
  const full = run.pending.length >= MOST_STATEMENTS || run.characters + statement.text.length > MOST_CHARACTERS
  if (alone || full) await flush(run)
  run.pending.push(statement)
  run.characters += statement.text.length
  // Outside a transaction, statements sent together would become one.
  if (alone || run.client.getTransactionStatus() !== 'T') await flush(run)
}

function isPassedOver(statement: Statement): boolean {
  const control = controlOf(statement.text)
  if (control === 'rollback' || control === 'two-phase') {
    throw new Failure('script_command', 'the script runs in one transaction and cannot end it', {
      hint: 'remove the statement: on an error everything is rolled back anyway',
      place: placeIn(statement, 0),
    })
  }
  return control === 'begin' || control === 'commit'
}

async function flush(run: Run): Promise<void> {
  const {client, pending} = run
  const last = pending.at(-1)
  if (!last) return
  checkInterrupted(run)
  run.pending = []
  run.characters = 0
  const batch = join(pending)
  const {completed, error} = last.kind === 'copy' ? await copyIn(client, last) : await exchange(client, batch.text)
  if (error) {
    run.done += completed
    throw sqlFailure(error, batch, completed)
  }
  run.done += pending.length
  if (client.getTransactionStatus() === 'I') run.kept = run.done
  run.options.onProgress?.({done: run.done, statement: last})
}

async function commit(run: Run): Promise<void> {
  const {error} = await exchange(run.client, 'COMMIT')
  if (error) throw sqlFailure(error, {text: 'COMMIT', statements: [], offsets: []}, 0)
  run.kept = run.done
}

async function rollback(client: pg.Client): Promise<void> {
  // Where there is nothing to roll back the server only warns; where the line is cut it does so itself.
  await exchange(client, 'ROLLBACK')
}

function checkInterrupted(run: Run): void {
  if (run.options.signal?.aborted) throw new Interruption('interrupted')
}

function interrupted(run: Run, callers: boolean): Failure {
  const {done, kept} = run
  const ran = `${done} statement${done === 1 ? '' : 's'} had run`
  const message = callers
    ? `interrupted: ${ran}; the transaction is to be rolled back`
    : kept === 0
      ? `interrupted: ${ran}, all rolled back; the database is as it was`
      : `interrupted: ${ran}; the first ${kept} ${kept === 1 ? 'is' : 'are'} kept, the rest is rolled back`
  return new Failure('interrupted', message, {
    hint: kept > 0 ? 'see what is there before running the script again' : 'run it again',
  })
}
