import {isServerError} from '../postgres/errors.ts'

/** lock_not_available, deadlock_detected. */
export const isLockFailure = (error: Error): boolean =>
  isServerError(error) && (error.code === '55P03' || error.code === '40P01')
