import type {Finding} from '../../finding.ts'
import type {ExactPlace} from '../../postgres/script/place.ts'
import {definitionOf} from './definition.ts'
import {errorAt} from './finding.ts'
import {forget} from './forget.ts'
import type {Tree} from './parse.ts'

/** What a script has defined so far: where, by the name that must be unique. */
export type Defined = {
  readonly places: Map<string, {readonly place: () => ExactPlace; readonly parent: string | null}>
  /** Where an unqualified name goes. */
  schema: string
}

export const nothingDefined = (): Defined => ({places: new Map(), schema: 'public'})

/** `duplicate-object`: the same name is created twice, without IF NOT EXISTS or OR REPLACE. */
export function duplicateFindings(tree: Tree, defined: Defined): Finding[] {
  forget(tree.node, defined)
  const definition = definitionOf(tree.node, defined.schema)
  if (!definition) return []
  const {kind, identity, key, parent, location, lenient} = definition
  const place = (): ExactPlace => tree.unit.locate(tree.offset(location))
  const first = defined.places.get(key)
  if (!first) {
    defined.places.set(key, {place, parent})
    return []
  }
  if (lenient) return []
  const {file, line} = first.place()
  const message = `${kind} ${identity} is already defined at ${file}:${line}`
  const cure = 'remove one of the definitions, or write IF NOT EXISTS or OR REPLACE where the statement has it'
  return [errorAt('duplicate-object', place(), message, cure, {kind, identity})]
}
