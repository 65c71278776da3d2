import type {Change} from '../change.ts'
import {details} from './details.ts'
import {type Entry, keyOf, type Schema} from './entry.ts'
import {facetsOf} from './facets/index.ts'
import {homesOf, isSatellite, prefixes} from './home.ts'
import {identityOf} from './identity.ts'
import {loadParser} from './parse.ts'

export type CompareOptions = {
  /** Whether a different owner is drift. Default false: dev and test belong to different users. */
  readonly owners?: boolean
  /** Whether grants are compared. Default true: a grant too many is a hole. */
  readonly privileges?: boolean
  /** Objects that are nobody's drift, e.g. pgplumb's own tables. */
  readonly ignore?: (entry: Entry) => boolean
}

/** An object on one side: its own entry, if it has one there, and those that belong to it. */
type Part = readonly Entry[]

/**
 * What differs, seen from `expected`, in the order of the dump. Texts are compared first; only objects whose text
 * differs are parsed and compared by meaning. Costs a map look-up for each object and a parse for each that differs.
 */
export async function compare(actual: Schema, expected: Schema, options: CompareOptions = {}): Promise<Change[]> {
  const {owners = false, privileges = true, ignore = () => false} = options
  const counts = (entry: Entry): boolean =>
    (privileges || (entry.type !== 'ACL' && entry.type !== 'DEFAULT ACL')) && !ignore(entry)
  const same = (a: Entry, b: Entry | undefined): boolean =>
    b !== undefined && a.text === b.text && (!owners || a.owner === b.owner)

  const suspects: Entry[] = []
  for (const [key, entry] of expected.entries)
    if (counts(entry) && !same(entry, actual.entries.get(key))) suspects.push(entry)
  for (const [key, entry] of actual.entries)
    if (counts(entry) && !same(entry, expected.entries.get(key))) suspects.push(entry)
  if (!suspects.length) return []

  await loadParser()
  const homes = new Set<string>()
  for (const entry of suspects) {
    const candidates = homesOf(entry)
    homes.add(
      candidates.find((key) => expected.entries.has(key) || actual.entries.has(key)) ?? candidates[0] ?? keyOf(entry),
    )
  }
  const actualParts = gather(actual, homes, counts)
  const expectedParts = gather(expected, homes, counts)
  return [...homes].flatMap((home) => change(actualParts.get(home) ?? [], expectedParts.get(home) ?? [], owners) ?? [])
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

function change(actual: Part, expected: Part, owners: boolean): Change | undefined {
  const [main] = expected.length ? expected : actual
  if (!main) return undefined
  const base = {
    kind: kindOf(main),
    identity: identityOf(main),
    actual: actual.length ? textOf(actual) : null,
    expected: expected.length ? textOf(expected) : null,
  }
  const left = facetsOf(actual, {owners})
  const right = facetsOf(expected, {owners})
  if (base.actual === null || base.expected === null) {
    // Privileges that say nothing but what the owner has anyway are none.
    if (isAcl(main) && !left.facets.size && !right.facets.size) return undefined
    if (!isAcl(main)) return {...base, change: base.actual === null ? 'missing' : 'extra', cosmetic: false, details: []}
  }
  const found = details(left, right)
  if (!found.real.length && !found.cosmetic.length) return undefined
  const kind = base.actual === null ? 'missing' : base.expected === null ? 'extra' : 'altered'
  return {...base, change: kind, cosmetic: !found.real.length, details: [...found.real, ...found.cosmetic]}
}

const isAcl = (entry: Entry): boolean => entry.type === 'ACL' || entry.type === 'DEFAULT ACL'

const textOf = (part: Part): string => part.map((entry) => entry.text).join('\n\n')

const KINDS: Readonly<Record<string, string>> = {
  'INVALID INDEX': 'index',
  'DISABLED FK CONSTRAINT': 'fk constraint',
  'EXTENSION VERSION': 'extension',
}

const kindOf = (entry: Entry): string => KINDS[entry.type] ?? entry.type.toLowerCase()
