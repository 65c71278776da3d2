import {Failure, type Place} from '../failure.ts'
import {isServerError} from '../postgres/errors.ts'
import {offsetOfCharacter} from '../postgres/script/place.ts'
import {placeIn} from '../postgres/script/statement.ts'
import type {BatchError} from './batch.ts'
import {describeHolder, type Holder} from './lock.ts'
import {isLockFailure} from './retry.ts'

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
  const place = placeOf(error, path)
  if (!isServerError(cause) || !error.isAlive)
    return new Failure('connection_lost', `${path}: the connection was lost: ${cause.message}`, {
      detail: state,
      hint: 'run it again: it goes on where it stopped',
      place,
      cause,
    })
  const said = [cause.detail, cause.where && `at ${cause.where}`, state]
  if (isLockFailure(cause))
    return new Failure(
      'lock_timeout',
      `${cause.message}${blockers.length ? `; in the way: ${blockers.map(describeHolder).join('; ')}` : ''}`,
      {
        detail: lines(said),
        hint: 'run it again when they are done; pgplumb inspect locks shows them',
        place,
        cause,
      },
    )
  const hint = cause.hint ?? HINTS[cause.code]
  return new Failure('migration_failed', cause.message, {
    detail: lines(said),
    ...(hint ? {hint} : {}),
    place,
    cause,
  })
}

const HINTS: Readonly<Record<string, string>> = {
  '55P04': 'an enum label cannot be used in the transaction that adds it: add it in a migration of its own',
  '42P07': 'write it so that it can run twice: IF NOT EXISTS',
  '42701': 'write it so that it can run twice: IF NOT EXISTS',
}

const lines = (parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join('\n')

function placeOf({piece, position}: BatchError, path: string): Place {
  if (!piece?.script) return {file: path}
  return placeIn(piece.script, position === null ? 0 : offsetOfCharacter(piece.script.text, position - 1))
}
