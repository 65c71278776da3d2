import {type Details, details} from './details.ts'
import {type Entry, isOnlyOwned, type Schema} from './entry.ts'
import {facetsOf} from './facets/index.ts'
import {homesOf, isSatellite, prefixes} from './home.ts'
import {loadParser} from './parse.ts'

export type CompareOptions = {
  /** Whether a different owner is drift. Default false: dev and test belong to different users. */
  readonly owners?: boolean
  /** Whether grants are compared. Default true: a grant too many is a hole. */
  readonly privileges?: boolean
  /** Objects that are nobody's drift, e.g. pgplumb's own tables. */
  readonly ignore?: (entry: Entry) => boolean
}

/** An object on one side: its own entry, then those that belong to it. Empty where it does not exist. */
export type Part = readonly Entry[]

/** An object that means something else, or nothing, on the other side. */
export type Difference = {
  /** The key of the object's own entry; see `keyOf`. */
  readonly key: string
  readonly actual: Part
  readonly expected: Part
  readonly details: Details
}

/** Whether it differs in meaning. */
export const isAltered = ({details}: Difference): boolean => details.real.length > 0

/**
 * The objects that differ. Texts are compared first; only objects whose text differs are parsed and compared by
 * meaning. Costs a map look-up for each object and a parse for each that differs.
 */
export async function differences(
  actual: Schema,
  expected: Schema,
  options: CompareOptions = {},
): Promise<Difference[]> {
  const {owners = false, privileges = true, ignore = () => false} = options
  const counts = (entry: Entry): boolean =>
    (privileges || (entry.type !== 'ACL' && entry.type !== 'DEFAULT ACL')) &&
    (owners || !isOnlyOwned(entry)) &&
    !ignore(entry)
  const suspects = [...suspectsOf(expected, actual, owners), ...suspectsOf(actual, expected, owners)].filter(
    ([, entry]) => counts(entry),
  )
  if (!suspects.length) return []

  await loadParser()
  const across = major(actual) !== major(expected)
  const homes = new Set<string>()
  for (const [key, entry] of suspects) {
    const candidates = isSatellite(entry) ? homesOf(entry) : []
    homes.add(candidates.find((home) => expected.entries.has(home) || actual.entries.has(home)) ?? candidates[0] ?? key)
  }
  const actualParts = gather(actual, homes, counts)
  const expectedParts = gather(expected, homes, counts)
  return [...homes].flatMap((key) => {
    const sides = {key, actual: actualParts.get(key) ?? [], expected: expectedParts.get(key) ?? []}
    const found = details(facetsOf(sides.actual, {owners, across}), facetsOf(sides.expected, {owners, across}))
    return found.real.length + found.cosmetic.length ? [{...sides, details: found}] : []
  })
}

const major = ({serverVersion}: Schema): number | null =>
  serverVersion === null ? null : Number.parseInt(serverVersion, 10)

/** What one side has and the other has not, or not in these words. */
function suspectsOf(side: Schema, other: Schema, owners: boolean): [string, Entry][] {
  const suspects: [string, Entry][] = []
  for (const [key, entry] of side.entries) {
    const twin = other.entries.get(key)
    if (!twin || twin.text !== entry.text || (owners && twin.owner !== entry.owner)) suspects.push([key, entry])
  }
  return suspects
}

/** The entries of each home on one side. Of the satellites, only those are parsed whose tag says that they may belong. */
function gather(schema: Schema, homes: ReadonlySet<string>, counts: (entry: Entry) => boolean): Map<string, Part> {
  const parts = new Map<string, Entry[]>()
  const bare = new Set([...homes].map((home) => home.slice(home.indexOf('\n') + 1)))
  for (const home of homes) {
    const entry = schema.entries.get(home)
    parts.set(home, entry && counts(entry) ? [entry] : [])
  }
  for (const [key, entry] of schema.entries) {
    if (!isSatellite(entry) || homes.has(key) || !counts(entry)) continue
    if (!prefixes(entry.tag).some((tag) => bare.has(`${entry.schema ?? ''}\n${tag}`))) continue
    const home = homesOf(entry).find((candidate) => homes.has(candidate))
    if (home) parts.get(home)?.push(entry)
  }
  return parts
}
