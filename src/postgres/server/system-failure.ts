import {Failure} from '../../failure.ts'

export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** An error of the operating system as a Failure: what we were doing, at which path, and the cure. */
export function systemFailure(error: unknown, doing: string, path: string): Failure {
  if (error instanceof Failure) return error
  const message = `cannot ${doing} ${path}`
  const detail = error instanceof Error ? error.message : String(error)
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure('disk_full', `${message}: no space left on the disk`, {
        hint: 'free some space and start again',
        detail,
        cause: error,
      })
    case 'EACCES':
    case 'EPERM':
      return new Failure('permission_denied', `${message}: permission denied`, {
        hint: 'run as the user who owns it, or give this user the right to it',
        detail,
        cause: error,
      })
    case 'EROFS':
      return new Failure('permission_denied', `${message}: the file system is read-only`, {detail, cause: error})
    default:
      return new Failure('system_error', `${message}: ${detail}`, {cause: error})
  }
}
