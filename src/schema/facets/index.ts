import type {Entry} from '../entry.ts'
import {parse, type Statement} from '../parse.ts'
import {aclFacets} from './acl.ts'
import {type Facets, facet} from './facet.ts'
import {statementFacets} from './statement.ts'
import {tableFacets} from './table.ts'

export type {Facet, Facets} from './facet.ts'

/** Takes an object apart: its own entry first, then those that belong to it. */
export function facetsOf(entries: readonly Entry[], {owners}: {readonly owners: boolean}): Facets {
  const [main] = entries
  const statements = entries.flatMap((entry) => parse(entry.text))
  const {facets, order} = byType(main?.type ?? '', statements, main?.owner ?? null)
  if (!owners || !main) return {facets, order}
  return {facets: new Map([...facets, ['owner', facet(main.owner, main.owner ?? '')]]), order}
}

function byType(type: string, statements: readonly Statement[], owner: string | null): Facets {
  switch (type) {
    case 'TABLE':
    case 'FOREIGN TABLE':
      return tableFacets(statements)
    case 'ACL':
    case 'DEFAULT ACL':
      return aclFacets(statements, owner)
    default:
      return statementFacets(statements)
  }
}
