import {Failure} from '../../failure.ts'

/** How many tenants come first, in turn: so many, or a part of all. */
export type Canary = readonly ({readonly tenants: number} | {readonly percent: number})[]

/**
 * Reads `1,10%`.
 * @throws Failure `usage`
 */
export function parseCanary(text: string): Canary {
  if (text.trim() === '' || text.trim() === '0') return []
  return text.split(',').map((part) => {
    const [, digits, percent] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(part) ?? []
    const value = Number(digits)
    if (digits === undefined || (percent ? value > 100 : !Number.isInteger(value)))
      throw new Failure('usage', `--canary ${text}: "${part.trim()}" is neither a number nor a percentage`, {
        hint: '--canary 1,10% begins with one tenant, then takes a tenth of all, then the rest',
      })
    return percent ? {percent: value} : {tenants: value}
  })
}

/** Cuts a list into the stages of a run; the last has all that are left. */
export function stagesOf<T>(items: readonly T[], canary: Canary): readonly (readonly T[])[] {
  const stages: (readonly T[])[] = []
  let done = 0
  for (const size of canary) {
    const upTo = 'tenants' in size ? done + size.tenants : Math.ceil((items.length * size.percent) / 100)
    const stage = items.slice(done, upTo)
    if (stage.length > 0) stages.push(stage)
    done += stage.length
  }
  return done < items.length ? [...stages, items.slice(done)] : stages
}
