import {identityOf, type Relation} from './dictionary.ts'

/** Tables that are read together. */
export type Module = {readonly title: string; readonly relations: readonly Relation[]}

/** Tables of a schema that are still read together without being divided. */
const FEW = 12

/**
 * Divides tables into modules: by the file of the master schema that makes them where it has several, else by schema,
 * and a large schema by what its tables belong to: each table goes with the one that its rows are deleted with.
 */
export function divide(relations: readonly Relation[], fileOf: ReadonlyMap<string, string>): readonly Module[] {
  const files = new Set(fileOf.values())
  if (files.size > 1) {
    const order = [...files].map(titleOf)
    return group(relations, (relation) => titleOf(fileOf.get(identityOf(relation)) ?? relation.schema)).sort(
      (a, b) => placeIn(order, a.title) - placeIn(order, b.title),
    )
  }
  const bySchema = group(relations, ({schema}) => schema)
  return bySchema.flatMap((module) =>
    module.relations.length <= FEW ? [module] : byOwner(module, bySchema.length > 1),
  )
}

/** What no file makes comes last. */
const placeIn = (order: readonly string[], title: string): number =>
  order.includes(title) ? order.indexOf(title) : order.length

function byOwner({title, relations}: Module, several: boolean): readonly Module[] {
  const byName = new Map(relations.map((relation) => [identityOf(relation), relation]))
  const referenced = new Map<string, number>()
  for (const {foreign_keys} of relations)
    for (const {schema, table} of foreign_keys) {
      const key = `${schema}.${table}`
      referenced.set(key, (referenced.get(key) ?? 0) + 1)
    }
  const isHub = (name: string): boolean => (referenced.get(name) ?? 0) > Math.max(6, relations.length / 5)
  const rootOf = (relation: Relation, seen: readonly string[] = []): string => {
    const name = identityOf(relation)
    const parents = relation.foreign_keys
      .filter(({definition}) => definition.includes('ON DELETE CASCADE'))
      .map(({schema, table}) => `${schema}.${table}`)
      .filter((parent) => parent !== name && !seen.includes(parent) && !isHub(parent) && byName.has(parent))
      // The most special of them: the one that fewest point at.
      .sort((a, b) => (referenced.get(a) ?? 0) - (referenced.get(b) ?? 0))
    const parent = byName.get(parents[0] ?? '')
    return parent ? rootOf(parent, [...seen, name]) : relation.name
  }
  const found = group(relations, (relation) => rootOf(relation))
  const alone = found.filter((module) => module.relations.length === 1).flatMap((module) => module.relations)
  const large = found.filter((module) => module.relations.length > 1)
  const modules = alone.length > 0 ? [...large, {title: 'others', relations: alone}] : large
  return several ? modules.map((module) => ({...module, title: `${title}: ${module.title}`})) : modules
}

function group(relations: readonly Relation[], titleFor: (relation: Relation) => string): Module[] {
  const groups = new Map<string, Relation[]>()
  for (const relation of relations) {
    const title = titleFor(relation)
    const members = groups.get(title)
    if (members) members.push(relation)
    else groups.set(title, [relation])
  }
  return [...groups].map(([title, members]) => ({title, relations: members}))
}

/** `008_finance_module.sql` is about finance module. */
const titleOf = (file: string): string =>
  file
    .replace(/^.*\//, '')
    .replace(/\.sql$/, '')
    .replace(/^[V\d.]+[_-]+/, '')
    .replaceAll(/[_-]+/g, ' ')
