/** mulberry32: numbers in [0, 1) that a seed repeats. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** So many of the items, in random order. */
export function sample<T>(items: readonly T[], count: number, random: () => number): T[] {
  const rest = [...items]
  return Array.from({length: Math.min(count, rest.length)}, () =>
    rest.splice(Math.floor(random() * rest.length), 1),
  ).flat()
}
