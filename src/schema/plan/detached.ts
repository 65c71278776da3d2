import {type Entry, keyOf} from '../entry.ts'
import {statementsOf} from '../statements.ts'
import {identifier} from '../words.ts'
import {type Action, isGone, type Placed, targetOf} from './action.ts'
import type {Sides} from './contexts.ts'
import {leaves} from './leaves.ts'
import {qualifiedName} from './names.ts'
import {step} from './step.ts'
import {tableKeyOf} from './table-key.ts'

/**
 * The foreign keys of a table are its partitions', under the same name, and a partition that leaves keeps them: takes
 * those out of the actions that are there then, and returns the steps that drop the others.
 */
export function keysOfDetached(actions: Map<string, Action>, {actual, expected}: Sides): Placed[] {
  const drops: Placed[] = []
  for (const action of [...actions.values()]) {
    const [partition] = action.actual
    if (!partition || isGone(action) || !leaves(statementsOf(action.actual), statementsOf(action.expected))) continue
    for (const foreign of foreignKeysAbove(partition, actual.schema.entries)) {
      const name = foreign.tag.slice(foreign.tag.lastIndexOf(' ') + 1)
      const key = keyOf({...partition, type: 'FK CONSTRAINT', tag: `${partition.tag} ${name}`})
      const wanted = expected.schema.entries.get(key)
      if (wanted && definition(wanted) === definition(foreign)) actions.delete(key)
      else {
        const sql = `ALTER TABLE ${qualifiedName(partition)} DROP CONSTRAINT ${identifier(name)}`
        drops.push({at: action.key, step: step(targetOf(partition), sql, {lock: 'ACCESS EXCLUSIVE'})})
      }
    }
  }
  return drops
}

const definition = ({text}: Entry): string => text.slice(text.indexOf('ADD CONSTRAINT')).replace(/\s+/g, ' ')

/** Those of the table it is a partition of, and of what that is a partition of. */
function foreignKeysAbove(partition: Entry, entries: ReadonlyMap<string, Entry>): Entry[] {
  const attach = entries.get(keyOf({...partition, type: 'TABLE ATTACH'}))
  const above = attach && tableKeyOf(attach).flatMap((key) => entries.get(key) ?? [])[0]
  if (!above) return []
  const own = [...entries.values()].filter(
    ({type, schema, tag}) => type === 'FK CONSTRAINT' && schema === above.schema && tag.startsWith(`${above.tag} `),
  )
  const foreign = own.filter((entry) => tableKeyOf(entry).includes(keyOf(above)))
  return [...foreign, ...foreignKeysAbove(above, entries)]
}
