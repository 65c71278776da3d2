import {glob} from '../glob.ts'
import {kindOf} from './compare.ts'
import type {Entry} from './entry.ts'

export type Filter = {
  /** Only objects in these schemas; patterns. Absent: all. */
  readonly schemas?: readonly string[]
  /** Without objects of these names; patterns, `public.legacy_*`. What belongs to a table goes with it. */
  readonly exclude?: readonly string[]
  /** Without objects of these kinds: `comment`, `acl`, `index` … */
  readonly kinds?: readonly string[]
  /** Objects that may differ, with the reason. */
  readonly ignore?: readonly {readonly object: string; readonly kind: string | null; readonly reason: string}[]
}

export type ObjectFilter = {
  readonly ignores: (entry: Entry) => boolean
  /** The entries of `ignore` that matched no object so far. */
  readonly unused: () => readonly {readonly object: string; readonly reason: string}[]
}

/** Says which objects of two schemas are left out of their comparison. */
export function objectFilter({schemas, exclude = [], kinds = [], ignore = []}: Filter): ObjectFilter {
  const wanted = schemas?.map(glob)
  const excluded = exclude.map(glob)
  const dropped = new Set(kinds.map((kind) => kind.toLowerCase()))
  const ignored = ignore.map((item) => ({...item, pattern: glob(item.object)}))
  const used = new Set<(typeof ignored)[number]>()
  return {
    ignores: (entry) => {
      const names = namesOf(entry)
      const kind = kindOf(entry)
      const match = ignored.find(
        (item) => (item.kind === null || item.kind === kind) && names.some((name) => item.pattern.test(name)),
      )
      if (match) used.add(match)
      return (
        match !== undefined ||
        (wanted !== undefined && !wanted.some((pattern) => pattern.test(schemaOf(entry)))) ||
        dropped.has(kind) ||
        excluded.some((pattern) => names.some((name) => pattern.test(name)))
      )
    },
    unused: () => ignored.filter((item) => !used.has(item)),
  }
}

const schemaOf = ({type, schema, tag}: Entry): string => schema ?? (type === 'SCHEMA' ? tag : '')

/** What a person may call the object: by its own name, and by that of the table it belongs to. */
function namesOf({type, schema, tag}: Entry): string[] {
  const prefix = schema === null ? '' : `${schema}.`
  const bare =
    type === 'COMMENT' || type === 'ACL'
      ? tag.replace(/^[A-Z]+(?: [A-Z]+)* /, '').replace(/^(.*) ON (.*)$/, '$2 $1')
      : tag
  const owner = bare.split(/[ .]/)[0] ?? bare
  return [`${prefix}${bare.replaceAll(' ', '.')}`, `${prefix}${bare}`, `${prefix}${owner}`]
}
