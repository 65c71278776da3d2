import {Failure} from '../failure.ts'
import {type Address, describeAddress} from './address.ts'

/** An error as pg reports it from the server; the fields are those of the protocol's ErrorResponse. */
export type ServerError = Error & {
  readonly code: string
  readonly severity?: string
  readonly detail?: string
  readonly hint?: string
  /** 1-based, in characters, within the statement that was sent. */
  readonly position?: string
  readonly where?: string
  readonly schema?: string
  readonly table?: string
  readonly constraint?: string
  /** The server's C function, e.g. `ExecWithCheckOptions`: stable across languages, unlike the message. */
  readonly routine?: string
}

export const isServerError = (error: unknown): error is ServerError =>
  error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string'

/** What went wrong while connecting, with the cure. */
export function connectionFailure(error: unknown, address: Address): Failure {
  const where = describeAddress(address)
  if (isServerError(error)) {
    switch (error.code) {
      case '28P01':
      case '28000':
        return new Failure('wrong_password', `${where}: ${error.message}`, {
          hint: 'check the user and password in the config, PGPASSWORD or ~/.pgpass',
          cause: error,
        })
      case '3D000':
        return new Failure(
          'no_database',
          `database "${address.database}" does not exist on ${address.host}:${address.port}`,
          {
            hint: 'pgplumb apply creates it; or correct the name in the config',
            cause: error,
          },
        )
      case '53300':
        return new Failure('too_many_connections', `${where}: ${error.message}`, {cause: error})
      case '57P03':
        return new Failure('server_starting', `${where}: ${error.message}`, {
          hint: 'try again in a moment',
          cause: error,
        })
      default:
        return new Failure('no_connection', `${where}: ${error.message}`, {cause: error})
    }
  }
  const message = error instanceof Error ? error.message || String((error as {code?: string}).code) : String(error)
  return new Failure('no_connection', `cannot reach ${where}: ${message}`, {
    hint: 'is the server running? pgplumb start starts the configured ones',
    cause: error,
  })
}
