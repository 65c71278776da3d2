import type {Change} from '../change.ts'
import {type CompareOptions, type Difference, differences} from './difference.ts'
import type {Entry, Part, Schema} from './entry.ts'
import {identityOf} from './identity.ts'

/** What differs, seen from `expected`, in the order of the dump. */
export async function compare(actual: Schema, expected: Schema, options: CompareOptions = {}): Promise<Change[]> {
  return (await differences(actual, expected, options)).flatMap(toChange)
}

export function toChange({actual, expected, details}: Difference): Change[] {
  const [main] = expected.length ? expected : actual
  if (!main) return []
  const altered = actual.length > 0 && expected.length > 0
  return [
    {
      kind: kindOf(main),
      identity: identityOf(main),
      change: altered ? 'altered' : actual.length ? 'extra' : 'missing',
      cosmetic: details.real.length === 0,
      details: altered || isAcl(main) ? [...details.real, ...details.cosmetic] : [],
      actual: actual.length ? textOf(actual) : null,
      expected: expected.length ? textOf(expected) : null,
    },
  ]
}

const isAcl = (entry: Entry): boolean => entry.type === 'ACL' || entry.type === 'DEFAULT ACL'

const textOf = (part: Part): string => part.map((entry) => entry.text).join('\n\n')

/** pg_dump's word in lower case; what a catalog query found out about an object counts as that object. */
export const kindOf = (entry: Entry): string => KINDS[entry.type] ?? entry.type.toLowerCase()

const KINDS: Readonly<Record<string, string>> = {
  'INVALID INDEX': 'index',
  'DISABLED FK CONSTRAINT': 'fk constraint',
  'EXTENSION VERSION': 'extension',
}
