import {Failure} from '../failure.ts'

/** @throws Failure `interrupted` */
export function refuseIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new Failure('interrupted', 'interrupted', {hint: 'run it again: it goes on where it stopped'})
}
