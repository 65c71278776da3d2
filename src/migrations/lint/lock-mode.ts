import {LOCKS, type Lock as LockMode} from '../../plan.ts'

export {LOCKS as LOCK_MODES, type Lock as LockMode} from '../../plan.ts'

export const strength = (mode: LockMode): number => LOCKS.indexOf(mode)

export const blocksWrites = (mode: LockMode): boolean => strength(mode) >= strength('SHARE')
export const blocksReads = (mode: LockMode): boolean => mode === 'ACCESS EXCLUSIVE'

/** Who waits, in words. */
export const whoWaits = (mode: LockMode): string =>
  blocksReads(mode) ? 'reads and writes' : blocksWrites(mode) ? 'writes' : 'other schema changes'

export const stronger = (a: LockMode, b: LockMode): LockMode => (strength(a) >= strength(b) ? a : b)
