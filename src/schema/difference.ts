import {type Details, details} from './details.ts'
import {type Entry, isOnlyOwned, type Part, type Schema} from './entry.ts'
import {type Facets, facetsOf} from './facets/index.ts'
import {homesOf, isSatellite, prefixes} from './home.ts'
import {type Inherited, inheritedFrom, onlyLocal} from './inherited.ts'
import {ownsItself} from './own.ts'
import {loadParser} from './parse.ts'

export type CompareOptions = {
  /** Whether a different owner is drift. Default false: dev and test belong to different users. */
  readonly owners?: boolean
  /** Whether grants are compared. Default true: a grant too many is a hole. */
  readonly privileges?: boolean
  /** Objects that are nobody's drift, e.g. pgplumb's own tables. */
  readonly ignore?: (entry: Entry) => boolean
}

/** An object that means something else, or nothing, on the other side. */
export type Difference = {
  /** The key of the object's own entry; see `keyOf`. */
  readonly key: string
  readonly actual: Part
  readonly expected: Part
  readonly details: Details
  /** Columns and constraints (as labels of facets) that both sides inherit, and one has as its own too. */
  readonly onlyLocal?: readonly string[]
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
  const across = major(actual) !== major(expected)
  const counts = (entry: Entry): boolean =>
    !(across && isOldPublic(entry)) &&
    (privileges || (entry.type !== 'ACL' && entry.type !== 'DEFAULT ACL')) &&
    (owners || !isOnlyOwned(entry)) &&
    !ignore(entry)
  const suspects = [...suspectsOf(expected, actual, owners), ...suspectsOf(actual, expected, owners)].filter(
    ([, entry]) => counts(entry),
  )
  if (!suspects.length) return []

  await loadParser()
  const homes = new Set<string>()
  for (const [key, entry] of suspects) {
    const candidates = isSatellite(entry) ? homesOf(entry) : []
    homes.add(candidates.find((home) => expected.entries.has(home) || actual.entries.has(home)) ?? candidates[0] ?? key)
  }
  const actualParts = gather(actual, homes, counts)
  const expectedParts = gather(expected, homes, counts)
  const inherited = [inheritedFrom(actual), inheritedFrom(expected)] as const
  return [...homes].flatMap((key) => {
    const sides = {key, actual: actualParts.get(key) ?? [], expected: expectedParts.get(key) ?? []}
    const facets = [facetsOf(sides.actual, {owners, across}), facetsOf(sides.expected, {owners, across})] as const
    const local = inherits(sides) ? localOnly(sides, facets, inherited) : []
    // Nobody wants an index that no query uses: it is for EXPECTED to be mended.
    const broken = facets[1].facets.has('validity') && !facets[0].facets.has('validity') && sides.actual.length > 0
    const found = details(...without(facets, broken ? [...local, 'validity'] : local))
    const cosmetic = [
      ...found.cosmetic,
      ...(broken ? ['validity: valid, but INVALID in what is expected'] : []),
      ...local.map((label) => `${label} is inherited, and on one side the table's own too`),
    ]
    return found.real.length + cosmetic.length
      ? [{...sides, details: {real: found.real, cosmetic}, ...(local.length ? {onlyLocal: local} : {})}]
      : []
  })
}

type Sides = {readonly actual: Part; readonly expected: Part}
type Both<T> = readonly [T, T]

const inherits = ({actual, expected}: Sides): boolean =>
  [actual, expected].every((part) => part.some(({text}) => /\nINHERITS \(/.test(text)))

const localOnly = (
  {actual, expected}: Sides,
  facets: Both<Facets>,
  [ofActual, ofExpected]: Both<Inherited>,
): string[] =>
  onlyLocal(
    facets,
    [ofActual(actual), ofExpected(expected)],
    // The name of a NOT NULL may come from either.
    [facetsOf(actual, {owners: false, across: true}), facetsOf(expected, {owners: false, across: true})],
  )

function without([actual, expected]: Both<Facets>, labels: readonly string[]): [Facets, Facets] {
  if (!labels.length) return [actual, expected]
  const drop = ({facets, order}: Facets): Facets => ({
    facets: new Map([...facets].filter(([label]) => !labels.includes(label))),
    order: order.filter((name) => !labels.includes(`column ${name}`)),
  })
  return [drop(actual), drop(expected)]
}

const major = ({serverVersion}: Schema): number | null =>
  serverVersion === null ? null : Number.parseInt(serverVersion, 10)

/** Until PostgreSQL 14 everybody may create in the schema public, which newer versions of pg_dump print. */
const isOldPublic = ({type, tag, text}: Entry): boolean =>
  type === 'ACL' && tag === 'SCHEMA public' && OLD_PUBLIC.test(text)

const OLD_PUBLIC = /^REVOKE USAGE ON SCHEMA public FROM PUBLIC;\s*GRANT ALL ON SCHEMA public TO PUBLIC;$/

/** What one side has and the other has not, or not in these words. */
function suspectsOf(side: Schema, other: Schema, owners: boolean): [string, Entry][] {
  const suspects: [string, Entry][] = []
  for (const [key, entry] of side.entries) {
    const twin = other.entries.get(key)
    if (!twin || twin.text !== entry.text || (owners && twin.owner !== entry.owner && ownsItself(entry)))
      suspects.push([key, entry])
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
