/** How large the next batch is, so that one takes about `target` ms: at most half or twice as large as the last. */
export function nextSize(size: number, ms: number, target: number, most: number): number {
  const factor = Math.min(2, Math.max(0.5, target / Math.max(ms, 0.1)))
  return Math.max(1, Math.min(most, Math.round(size * factor)))
}

export type Progress = {
  readonly deleted: number
  readonly batches: number
  readonly longestMs: number
  /** What other sessions held locked to the end, as ranges of blocks or of keys. */
  readonly left: readonly string[]
  readonly stopped: boolean
}

export type PaceOptions = {
  /** Milliseconds a batch should take. */
  readonly target: number
  /** Seconds to rest for each second of work. */
  readonly rest: number
  readonly signal?: AbortSignal | undefined
  /** Waits before a batch while others need the server more. */
  readonly clear?: (() => Promise<void>) | undefined
  readonly onProgress?: ((deleted: number) => void) | undefined
}
