import type {Node} from 'libpg-query'
import type {Defined} from './defined.ts'
import {onTableKey, relationKey, typeKey} from './definition.ts'
import {namesOf} from './tree.ts'

/** Takes note of what a statement drops, moves or renames, and of where unqualified names go from then on. */
export function forget(node: Node, defined: Defined): void {
  if ('VariableSetStmt' in node) {
    const {name, args = []} = node.VariableSetStmt
    const [first] = args
    if (name !== 'search_path' || !first || !('A_Const' in first)) return
    defined.schema = first.A_Const.sval?.sval ?? defined.schema
  } else if ('DropStmt' in node) {
    const {objects = [], removeType = '', behavior} = node.DropStmt
    for (const object of objects) drop(removeType, object, defined)
    // What else goes with it only the server knows.
    if (behavior === 'DROP_CASCADE') removeWhere(defined, () => true)
  } else if ('RenameStmt' in node || 'AlterObjectSchemaStmt' in node) {
    const statement = 'RenameStmt' in node ? node.RenameStmt : node.AlterObjectSchemaStmt
    const {relation} = statement
    if (relation?.relname) removeRelation(defined, relation.schemaname ?? defined.schema, relation.relname)
    else removeWhere(defined, (key) => !key.startsWith('relation '))
  }
}

function drop(kind: string, object: Node, defined: Defined): void {
  if ('List' in object) {
    const names = namesOf(object.List.items)
    if (kind === 'OBJECT_TRIGGER' || kind === 'OBJECT_POLICY') {
      const [name = '', table = '', schema = defined.schema] = names.reverse()
      defined.places.delete(onTableKey(kind === 'OBJECT_TRIGGER' ? 'trigger' : 'policy', schema, table, name))
      return
    }
    const [name = '', schema = defined.schema] = names.reverse()
    removeRelation(defined, schema, name)
  } else if ('TypeName' in object) {
    const [name = '', schema = defined.schema] = namesOf(object.TypeName.names).reverse()
    defined.places.delete(typeKey(schema, name))
    defined.places.delete(relationKey(schema, name))
  } else if ('ObjectWithArgs' in object) {
    const [name = '', schema = defined.schema] = namesOf(object.ObjectWithArgs.objname).reverse()
    removeWhere(defined, (key) => key.startsWith(`function ${schema}.${name}(`))
  } else if ('String' in object) {
    defined.places.delete(`schema ${object.String.sval}`)
  }
}

/** A relation takes its indexes, triggers and policies with it. */
function removeRelation(defined: Defined, schema: string, name: string): void {
  const relation = relationKey(schema, name)
  removeWhere(defined, (key, parent) => key === relation || parent === relation)
}

function removeWhere(defined: Defined, test: (key: string, parent: string | null) => boolean): void {
  for (const [key, {parent}] of defined.places) if (test(key, parent)) defined.places.delete(key)
}
