import {Failure} from '../failure.ts'
import {isConnectionLost, isLockFailure, isServerError} from '../postgres/errors.ts'

const FAILURES = new Set([
  'connection_lost',
  'no_connection',
  'server_starting',
  'too_many_connections',
  'locked',
  'table_locked',
])

/** serialization_failure; insufficient resources; a server that shuts down or starts up. */
const STATES = /^(?:40001|53|57P0[1-5])/

/** Whether the same may well go better in a while. */
export function isTransient(error: unknown): boolean {
  if (isLockFailure(error) || isConnectionLost(error)) return true
  if (isServerError(error)) return STATES.test(error.code)
  return error instanceof Failure && (FAILURES.has(error.code) || isTransient(error.cause))
}
