import {setTimeout as sleep} from 'node:timers/promises'
import {Failure} from '../failure.ts'

/** @throws Failure `interrupted` */
export function refuseIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new Failure('interrupted', 'interrupted', {hint: 'run it again: it goes on where it stopped'})
}

/** Waits, but not longer than until the interruption. @throws Failure `interrupted` */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  // It rejects when it is interrupted, which is told in our own words.
  await sleep(milliseconds, undefined, signal ? {signal} : {}).catch(() => {})
  refuseIfInterrupted(signal)
}
