import type {Entry} from '../entry.ts'
import {ownsItself} from '../own.ts'
import {parse} from '../parse.ts'
import {aclFacets} from './acl.ts'
import {type Facet, type Facets, facet} from './facet.ts'
import {statementFacets} from './statement.ts'
import {tableFacets} from './table.ts'

export type {Facet, Facets} from './facet.ts'

export type FacetOptions = {
  readonly owners: boolean
  /** Whether the other side is of another major version: what only the version prints differently is left out. */
  readonly across?: boolean
}

/** Takes an object apart: its own entry first, then those that belong to it. */
export function facetsOf(entries: readonly Entry[], {owners, across = false}: FacetOptions): Facets {
  const [main] = entries
  if (!main) return {facets: new Map(), order: []}
  const {facets, order} = byType(main, entries, across)
  const more: [string, Facet][] = entries.flatMap((entry) => unseen(entry, across) ?? [])
  // A table may have no columns, and still be there; privileges that say nothing are as good as none.
  if (!isAcl(main)) more.push(['existence', facet(true, 'true')])
  if (owners && ownsItself(main)) more.push(['owner', facet(main.owner, main.owner ?? '')])
  return {facets: new Map([...facets, ...more]), order}
}

function byType(main: Entry, entries: readonly Entry[], across: boolean): Facets {
  const statements = entries.filter((entry) => !UNSEEN.has(entry.type)).flatMap((entry) => parse(entry.text))
  switch (main.type) {
    case 'TABLE':
    case 'FOREIGN TABLE':
      return tableFacets(statements, across)
    case 'ACL':
    case 'DEFAULT ACL':
      return aclFacets(statements, main.owner)
    default:
      return statementFacets(statements, across)
  }
}

const isAcl = ({type}: Entry): boolean => type === 'ACL' || type === 'DEFAULT ACL'

const UNSEEN = new Set(['DISABLED FK CONSTRAINT', 'EXTENSION VERSION'])

/** What a catalog query says of an object that pg_dump does not. */
function unseen(entry: Entry, across: boolean): [string, Facet][] | undefined {
  switch (entry.type) {
    case 'INVALID INDEX':
      return [['validity', facet('invalid', 'INVALID: a failed CREATE INDEX CONCURRENTLY left it; no query uses it')]]
    case 'DISABLED FK CONSTRAINT':
      return [['enforcement', facet('disabled', 'its triggers are disabled: rows are not checked')]]
    case 'EXTENSION VERSION':
      // Another server has another default version.
      if (across) return undefined
      return [['version', facet(entry.text, /'(.*)'$/.exec(entry.text)?.[1] ?? '')]]
    default:
      return undefined
  }
}
