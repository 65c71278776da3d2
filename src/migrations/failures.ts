import {Failure} from '../failure.ts'
import {isLockFailure, isServerError, type ServerError} from '../postgres/errors.ts'
import {sqlFailure} from '../postgres/script/sql-failure.ts'
import type {BatchError} from './batch.ts'
import {describeHolder, type Holder} from './lock.ts'

export type Context = {
  /** The file's path. */
  readonly path: string
  /** What is in effect now, and what the next run will do. */
  readonly state: string
  readonly blockers: readonly Holder[]
}

/** Why a file did not run, with the place in it, the server's words and what is in effect now. */
export function migrationFailure(error: BatchError, {path, state, blockers}: Context): Failure {
  const {cause} = error
  if (!isServerError(cause) || !error.isAlive) return connectionLost(cause, path, state)
  const said = sqlFailure(cause, error.batch, error.completed)
  const place = (error.isInFile && said.place) || {file: path}
  const detail = [said.detail, state].filter(Boolean).join('\n')
  if (isLockFailure(cause)) {
    const who = blockers.map(describeHolder).join('; ')
    const hint = 'run it again when they are done; pgplumb inspect locks shows them'
    return new Failure('lock_timeout', cause.message + (who && `; in the way: ${who}`), {detail, hint, place, cause})
  }
  const hint = said.hint ?? HINTS[cause.code]
  return new Failure('migration_failed', cause.message, {detail, ...(hint ? {hint} : {}), place, cause})
}

/** What became of a query of ours, outside any file: the history cannot be read, for instance. */
export function asFailure(error: unknown): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error
  const cause = error.cause instanceof Error ? error.cause : error
  if (isServerError(cause) && cause.severity === 'ERROR')
    return new Failure('migration_failed', cause.message, {...words(cause), cause})
  // pg's own errors about the connection have neither a code nor a class.
  return isServerError(cause) || 'syscall' in cause || /connection/i.test(cause.message) ? connectionLost(cause) : error
}

const connectionLost = (cause: Error, path?: string, detail?: string): Failure =>
  new Failure('connection_lost', `${path ? `${path}: ` : ''}the connection was lost: ${cause.message}`, {
    hint: 'run it again: it goes on where it stopped',
    ...(detail ? {detail} : {}),
    ...(path ? {place: {file: path}} : {}),
    cause,
  })

const words = ({hint, detail}: ServerError) => ({...(hint ? {hint} : {}), ...(detail ? {detail} : {})})

const HINTS: Readonly<Record<string, string>> = {
  '55P04': 'an enum label cannot be used in the transaction that adds it: add it in a migration of its own',
  '42P07': 'write it so that it can run twice: IF NOT EXISTS',
  '42701': 'write it so that it can run twice: IF NOT EXISTS',
}
