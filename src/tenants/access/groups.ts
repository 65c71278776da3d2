import type {AccessDifference, SchemaAccess} from './differences.ts'
import {accessStatements} from './statements.ts'

/** Schemas that differ in the same way. */
export type AccessGroup = {
  readonly schemas: readonly string[]
  readonly differences: readonly AccessDifference[]
  /** The SQL that mends all of them. */
  readonly statements: readonly string[]
}

/** The larger groups come first. */
export function accessGroups(found: readonly SchemaAccess[]): readonly AccessGroup[] {
  const groups = new Map<string, SchemaAccess[]>()
  for (const one of found) {
    const key = JSON.stringify(one.differences)
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .map((all) => ({
      schemas: all.map(({schema}) => schema),
      differences: all[0]?.differences ?? [],
      statements: all.flatMap(accessStatements),
    }))
}
