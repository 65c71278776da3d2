/** PostgreSQL's table locks, weakest first. https://www.postgresql.org/docs/current/explicit-locking.html */
export const LOCK_MODES = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const
export type LockMode = (typeof LOCK_MODES)[number]

export const strength = (mode: LockMode): number => LOCK_MODES.indexOf(mode)

export const blocksWrites = (mode: LockMode): boolean => strength(mode) >= strength('SHARE')
export const blocksReads = (mode: LockMode): boolean => mode === 'ACCESS EXCLUSIVE'

/** Who waits, in words. */
export const whoWaits = (mode: LockMode): string =>
  blocksReads(mode) ? 'reads and writes' : blocksWrites(mode) ? 'writes' : 'other schema changes'

export const stronger = (a: LockMode, b: LockMode): LockMode => (strength(a) >= strength(b) ? a : b)
