import {childrenOf, text} from '../canonical.ts'
import type {Difference} from '../difference.ts'
import {keyOf} from '../entry.ts'
import {statementsOf} from '../statements.ts'
import type {Table} from '../table/model.ts'
import {readTable} from '../table/read.ts'
import {type Action, targetFor} from './action.ts'
import type {Context} from './alter/context.ts'
import type {Parent} from './alter/inherited.ts'
import type {Side} from './closure.ts'
import {identityColumns} from './identity-columns.ts'
import {isTable} from './kinds.ts'
import {leaves} from './leaves.ts'
import {tableKeyOf} from './table-key.ts'

export type Sides = {readonly actual: Side; readonly expected: Side}

type Asked = Pick<Action, 'key' | 'actual' | 'expected' | 'forced'>

/** Gathers what the alteration of an object may ask about its surroundings. */
export function contextMaker(
  differences: readonly Difference[],
  sides: Sides,
  online: boolean,
): (asked: Asked) => Context {
  const tables = new Map(
    differences
      .filter(({actual, expected}) => isTable(actual[0]) && isTable(expected[0]))
      .map((difference) => [difference.key, difference]),
  )
  const read = new Map<string, {actual: Table; expected: Table; partitioned: boolean}>()
  const tableOf = (key: string): Parent | undefined => {
    const difference = tables.get(key)
    if (!difference) return undefined
    const known = read.get(key) ?? {
      actual: readTable(statementsOf(difference.actual)),
      expected: readTable(statementsOf(difference.expected)),
      partitioned: /\nPARTITION BY /.test(difference.expected[0]?.text ?? ''),
    }
    read.set(key, known)
    return known
  }
  const identities = identityColumns(differences)
  const locals = new Map(differences.map(({key, onlyLocal = []}) => [key, onlyLocal]))
  return (asked) => ({
    ...asked,
    target: targetFor(asked),
    online,
    detached: isDetached(asked, tables),
    onlyLocal: locals.get(asked.key) ?? [],
    partOf: {actual: sides.actual.part, expected: sides.expected.part},
    parents: isTable(asked.expected[0]) ? ancestorsOf(asked, tableOf, sides) : [],
    identity: (column) => identities.get(`${asked.expected[0] ? keyOf(asked.expected[0]) : ''}\n${column}`)?.clause,
  })
}

const isDetached = ({actual: [main]}: Asked, tables: ReadonlyMap<string, Difference>): boolean =>
  main?.type === 'INDEX' &&
  tableKeyOf(main).some((key) => {
    const {actual: from, expected: to} = tables.get(key) ?? {actual: [], expected: []}
    return leaves(statementsOf(from), statementsOf(to))
  })

/** What it inherits from on both sides, and theirs, as far as they are altered: from the top down. */
function ancestorsOf(
  {actual, expected}: Pick<Asked, 'actual' | 'expected'>,
  tableOf: (key: string) => Parent | undefined,
  sides: Sides,
): Parent[] {
  const [before, after] = [parentKeys(actual), parentKeys(expected)]
  return after
    .filter((key) => before.includes(key))
    .flatMap((key) => [
      ...ancestorsOf({actual: sides.actual.part(key), expected: sides.expected.part(key)}, tableOf, sides),
      ...[tableOf(key) ?? []].flat(),
    ])
}

/** What the table is a partition or a child of. */
export function parentKeys(part: Asked['actual']): string[] {
  return statementsOf(part).flatMap(({kind, node}) => {
    const attaches = childrenOf(node, 'cmds', 'AlterTableCmd').some(({subtype}) => subtype === 'AT_AttachPartition')
    const base = kind === 'CreateStmt' ? childrenOf(node, 'inhRelations', 'RangeVar') : []
    const whole =
      attaches && typeof node.relation === 'object'
        ? childrenOf({list: [{RangeVar: node.relation}]}, 'list', 'RangeVar')
        : []
    return [...base, ...whole].map((range) =>
      keyOf({type: 'TABLE', schema: text(range, 'schemaname') ?? null, tag: text(range, 'relname') ?? ''}),
    )
  })
}
