import type {Finding} from '../../finding.ts'
import type {ExactPlace} from '../../postgres/script/place.ts'
import type {Defined} from './defined.ts'
import {definitionOf} from './definition.ts'
import {errorAt} from './finding.ts'
import {forget} from './forget.ts'
import type {Tree} from './parse.ts'

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
