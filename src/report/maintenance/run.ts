/** A run of maintenance: what `maintain run --json` prints, and what notifications are sent. */
export type RunReport = {
  readonly database: string
  /** `daily`, `weekly`, `monthly`; null for a single task. */
  readonly schedule: string | null
  readonly startedAt: Date
  readonly endedAt: Date
  /** `stopped`: the next run of the schedule goes on. */
  readonly outcome: 'done' | 'stopped' | 'failed' | 'found'
  readonly actions: readonly ActionReport[]
}

export type ActionReport = {
  readonly task: string
  readonly object: string
  readonly reason: string
  readonly outcome: string
  readonly startedAt: Date
  readonly ms: number
  readonly before: {readonly bytes: number; readonly deadRows: number | null} | null
  readonly after: {readonly bytes: number; readonly deadRows: number | null} | null
  readonly error: string | null
}

export function outcomeOf(actions: readonly {readonly outcome: string}[]): RunReport['outcome'] {
  const has = (outcome: string) => actions.some((action) => action.outcome === outcome)
  return has('failed') ? 'failed' : has('found') ? 'found' : has('stopped') ? 'stopped' : 'done'
}

/** Bytes that were given back. */
export const saved = (actions: readonly ActionReport[]): number =>
  actions.reduce((sum, {before, after}) => sum + Math.max(0, before && after ? before.bytes - after.bytes : 0), 0)

/** What has to be looked at: all that was not simply done. */
export const problems = (actions: readonly ActionReport[]): readonly ActionReport[] =>
  actions.filter(({outcome}) => outcome === 'failed' || outcome === 'found')

/** How many actions there are of each task and outcome. */
export function tally(
  actions: readonly ActionReport[],
): readonly {task: string; outcome: string; count: number; ms: number}[] {
  const counts = new Map<string, {task: string; outcome: string; count: number; ms: number}>()
  for (const {task, outcome, ms} of actions) {
    const key = `${task} ${outcome}`
    const {count = 0, ms: before = 0} = counts.get(key) ?? {}
    counts.set(key, {task, outcome, count: count + 1, ms: before + ms})
  }
  return [...counts.values()]
}
