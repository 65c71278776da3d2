import type {Facet, Facets} from './facets/index.ts'

/** Longer texts are not quoted in a line: the report shows the definitions beside each other. */
const QUOTABLE = 100

/** What differs between two versions of an object, a line each: what has a meaning, and what has none. */
export type Details = {readonly real: readonly string[]; readonly cosmetic: readonly string[]}

export function details(actual: Facets, expected: Facets): Details {
  const real: string[] = []
  for (const [label, facet] of expected.facets) {
    const found = actual.facets.get(label)
    if (!found) real.push(`${label} is missing${quoted(label, facet)}`)
    else if (found.print !== facet.print) real.push(altered(label, found, facet))
  }
  for (const [label, facet] of actual.facets)
    if (!expected.facets.has(label)) real.push(`${label} is extra${quoted(label, facet)}`)
  return {real, cosmetic: sameOrder(actual.order, expected.order) ? [] : [orderLine(actual.order, expected.order)]}
}

function altered(label: string, actual: Facet, expected: Facet): string {
  if (!isQuotable(actual) || !isQuotable(expected) || actual.text === expected.text) return `${label} differs`
  return `${label}: expected ${expected.text}, found ${actual.text}`
}

const isQuotable = ({text}: Facet): boolean => text.length > 0 && text.length <= QUOTABLE && !text.includes('\n')

const quoted = (label: string, facet: Facet): string =>
  isQuotable(facet) && facet.text !== label && facet.text !== 'true' ? `: ${facet.text}` : ''

/** Whether the names that both have stand in the same order. */
function sameOrder(actual: readonly string[], expected: readonly string[]): boolean {
  const common = expected.filter((name) => actual.includes(name))
  return actual.filter((name) => common.includes(name)).every((name, index) => name === common[index])
}

const orderLine = (actual: readonly string[], expected: readonly string[]): string =>
  `column order: expected ${expected.join(', ')}; found ${actual.join(', ')}`
