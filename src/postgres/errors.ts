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
  readonly column?: string
  readonly constraint?: string
  /** The server's C function, e.g. `ExecWithCheckOptions`: stable across languages, unlike the message. */
  readonly routine?: string
}

export const isServerError = (error: unknown): error is ServerError =>
  error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string'

/** Whether the session is gone: the server ended it, or died. pg says so in words that carry no code. */
export const isConnectionLost = (error: unknown): boolean =>
  error instanceof Error &&
  (LOST.has(codeOf(error)) || /^Connection terminated|^Client has encountered a connection error/.test(error.message))

const LOST = new Set(['57P01', '57P02', 'ECONNRESET', 'EPIPE'])

/** lock_not_available, deadlock_detected: worth another try. */
export const isLockFailure = (error: unknown): boolean =>
  isServerError(error) && (error.code === '55P03' || error.code === '40P01')

/** What went wrong while connecting, with the cure. */
export function connectionFailure(error: unknown, address: Address): Failure {
  if (error instanceof Failure) return error
  const where = describeAddress(address)
  if (isServerError(error)) {
    switch (error.code) {
      case '28000':
        return new Failure('not_allowed', `${where}: ${error.message}`, {
          hint:
            error.routine === 'InitializeSessionUserId'
              ? 'check the user in the config'
              : "the server's pg_hba.conf does not let this user in from here; sslmode=require or another user may be",
          cause: error,
        })
      case '28P01':
        return new Failure('wrong_password', `${where}: ${error.message}`, {
          hint: 'check the user and password in the config, PGPASSWORD or ~/.pgpass',
          cause: error,
        })
      case '3D000':
        return new Failure(
          'no_database',
          `database "${address.database}" does not exist on ${address.host}:${address.port}`,
          {
            hint: 'correct the name in the config, or create it: createdb; for a server of its own: pgplumb start',
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
  return certificateFailure(error, address) ?? unreachable(error, address)
}

function unreachable(error: unknown, address: Address): Failure {
  const message = error instanceof Error ? error.message || codeOf(error) : String(error)
  return new Failure('no_connection', `cannot reach ${describeAddress(address)}: ${message}`, {
    hint: 'is the server running? pgplumb start starts the configured ones',
    cause: error,
  })
}

function certificateFailure(error: unknown, address: Address): Failure | null {
  const where = describeAddress(address)
  const {mode, rootCert} = address.tls
  const message = error instanceof Error ? error.message : ''
  const code = codeOf(error)
  if (message === NO_TLS)
    return new Failure('no_tls', `${where} has no TLS, which sslmode=${mode} asks for`, {
      hint: 'turn ssl on at the server; on a trusted network sslmode=prefer does without',
      cause: error,
    })
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return new Failure('wrong_certificate', `the certificate of ${where} is for another host`, {
      detail: message,
      hint: 'connect by a name that the certificate has; sslmode=verify-ca does not check the name',
      cause: error,
    })
  if (UNTRUSTED.has(code))
    return new Failure('untrusted_certificate', `the certificate of ${where} is not trusted: ${message}`, {
      hint: `is ${rootCert ?? 'the root certificate'} the one of the server's authority?`,
      cause: error,
    })
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_OSSL_'))
    return new Failure('bad_tls', `no TLS connection to ${where}: ${message}`, {
      hint: 'does the server want a client certificate (sslcert, sslkey)?',
      cause: error,
    })
  return null
}

/** pg says so in words of its own, which carry no code. */
const NO_TLS = 'The server does not support SSL connections'

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/**
 * True where libpq would try the other kind of connection (TLS or not): the server has no TLS, the handshake failed,
 * or pg_hba.conf has no entry for this kind. A wrong password is wrong either way.
 */
export function mayTryOther(error: unknown): boolean {
  if (isServerError(error)) return error.code === '28000'
  const code = codeOf(error)
  return (error instanceof Error && error.message === NO_TLS) || code.startsWith('ERR_SSL_') || code === 'EPROTO'
}
