import {childrenOf, text} from './canonical.ts'
import {keyOf, type Part, type Schema} from './entry.ts'
import type {Facet, Facets} from './facets/index.ts'
import {tableFacets} from './facets/table.ts'
import {partReader} from './part.ts'
import {statementsOf} from './statements.ts'

/** What a table has from its parents, under the labels of facets. */
export type Inherited = (part: Part) => ReadonlyMap<string, Facet>

/** Looks up what tables inherit, from parents and theirs. The parser must be loaded. */
export function inheritedFrom(schema: Schema): Inherited {
  const read = partReader(schema)
  const inherited: Inherited = (part) => {
    const found = new Map<string, Facet>()
    for (const parent of parentsOf(part).map(read)) {
      const own = tableFacets(statementsOf(parent), true).facets
      for (const [label, facet] of [...inherited(parent), ...own]) found.set(label, facet)
    }
    return found
  }
  return inherited
}

const parentsOf = (part: Part): string[] =>
  part.some(({text: sql}) => /\nINHERITS \(/.test(sql))
    ? statementsOf(part).flatMap(({node}) =>
        childrenOf(node, 'inhRelations', 'RangeVar').map((parent) =>
          keyOf({type: 'TABLE', schema: text(parent, 'schemaname') ?? null, tag: text(parent, 'relname') ?? ''}),
        ),
      )
    : []

/** As the print of a column has them. */
const [NOT_NULL, NULLABLE] = ['["notNull","NOT NULL"]', '["notNull",null]']

/**
 * Columns and constraints that a table inherits on both sides, and on one of them has as its own too: ALTER TABLE …
 * INHERIT leaves them so, and nothing takes it back. It tells only when the parent drops them.
 */
export function onlyLocal(
  [actual, expected]: readonly [Facets, Facets],
  [inActual, inExpected]: readonly [ReadonlyMap<string, Facet>, ReadonlyMap<string, Facet>],
  [looseActual, looseExpected]: readonly [Facets, Facets],
): string[] {
  const alike = (label: string, own: Facets, other: ReadonlyMap<string, Facet>): boolean => {
    const [mine, theirs] = [own.facets.get(label)?.print, other.get(label)?.print]
    // Until PostgreSQL 17 pg_dump does not say a NOT NULL that the parent has.
    return /^(?:column|constraint) /.test(label) && (mine === theirs || mine === theirs?.replace(NOT_NULL, NULLABLE))
  }
  return [
    ...[...actual.facets.keys()].filter(
      (label) => !expected.facets.has(label) && alike(label, looseActual, inExpected),
    ),
    ...[...expected.facets.keys()].filter(
      (label) => !actual.facets.has(label) && alike(label, looseExpected, inActual),
    ),
  ]
}
