import {statementsOf} from '../../statements.ts'
import type {Table} from '../../table/model.ts'
import {readTable} from '../../table/read.ts'
import type {Change} from '../action.ts'
import {qualifiedName} from '../names.ts'
import {isPartitionKey} from '../partition-key.ts'
import {settingSql} from '../setting.ts'
import {attributesOf, fitsInOrder, rowTypeOf, withAttributes} from '../typed.ts'
import {alterAcl} from './acl.ts'
import {changesType} from './column.ts'
import {alterConstraint} from './constraint-object.ts'
import {type Alter, type Context, differing, inPlace} from './context.ts'
import {alterDomain} from './domain.ts'
import {alterExtension} from './extension.ts'
import {alterForeignDataWrapper, alterServer, alterUserMapping} from './foreign.ts'
import {alterFunction} from './function.ts'
import {alterIndex} from './index-object.ts'
import {afterParents} from './inherited.ts'
import {alterPolicy} from './policy.ts'
import {alterPublication, alterSubscription} from './publication.ts'
import {alterSecurityLabel} from './security-label.ts'
import {alterSequence} from './sequence.ts'
import {alterStatistics} from './statistics.ts'
import {alterTable} from './table.ts'
import {alterTextSearchConfiguration, alterTextSearchDictionary} from './text-search.ts'
import {alterEventTrigger, alterRule, alterTrigger} from './trigger.ts'
import {alterType} from './type.ts'
import {alterMaterializedView, alterView} from './view.ts'

const table: Alter = (context) => {
  const [main] = context.expected
  if (!main) return null
  const [from, to] = tables(context)
  const wanted = inherits(to, context.onlyLocal)
  const foreign = main.type === 'FOREIGN TABLE'
  const partitioned = /\nPARTITION BY /.test(main.text)
  const before = inherits(from, context.onlyLocal)
  if (to.properties.has('of type') && !fitsInOrder(from, to)) return null
  const retyped = [...wanted.columns].some(([name, column]) => {
    const found = before.columns.get(name)
    return found && changesType(found, column) && isPartitionKey(context.expected, name)
  })
  if (retyped) return null
  return alterTable(
    {
      ...context.target,
      key: context.key,
      table: qualifiedName(main),
      online: context.online,
      partitioned,
      foreign,
      composite: (type) => attributesOf(type, context.partOf),
    },
    afterParents(before, wanted, context.parents),
    wanted,
    context,
  )
}

/** Both sides; one that becomes a plain table, or was one, with the columns that it has as such. */
function tables({actual, expected, forced, partOf}: Context): [Table, Table] {
  const same = rowTypeOf(actual) === rowTypeOf(expected)
  if (same && !forced.untyped) return [readTable(statementsOf(actual)), readTable(statementsOf(expected))]
  return [withAttributes(actual, partOf.actual), withAttributes(expected, partOf.expected)]
}

/** Without what it has from its parents as well. */
function inherits(table: Table, labels: readonly string[]): Table {
  if (!labels.length) return table
  const kept = <T>(kind: string, map: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...map].filter(([name]) => !labels.includes(`${kind} ${name}`)))
  return {...table, columns: kept('column', table.columns), constraints: kept('constraint', table.constraints)}
}

const say: Alter = (context) =>
  inPlace(
    context,
    statementsOf(context.expected).map(({text}) => text),
  )

/** Whether nothing but its owner differs. */
const isOnlyOwner = (context: Context): boolean =>
  context.actual.length > 0 && context.expected.length > 0 && differing(context).length === 0

const unlessOnlyOwned =
  (alter: Alter): Alter =>
  (context) =>
    isOnlyOwner(context) ? {early: [], steps: []} : alter(context)

/** How each kind is altered in place; a kind that is not here is dropped and made again. */
const BY_TYPE: Readonly<Record<string, Alter>> = {
  ACL: alterAcl,
  COMMENT: say,
  CONSTRAINT: alterConstraint,
  'DEFAULT ACL': alterAcl,
  DOMAIN: alterDomain,
  'EVENT TRIGGER': alterEventTrigger,
  EXTENSION: alterExtension,
  'EXTENSION VERSION': alterExtension,
  'FK CONSTRAINT': alterConstraint,
  'FOREIGN DATA WRAPPER': alterForeignDataWrapper,
  'FOREIGN TABLE': table,
  FUNCTION: unlessOnlyOwned(alterFunction),
  INDEX: alterIndex,
  'MATERIALIZED VIEW': alterMaterializedView,
  POLICY: alterPolicy,
  PROCEDURE: unlessOnlyOwned(alterFunction),
  PUBLICATION: alterPublication,
  RULE: alterRule,
  SCHEMA: unlessOnlyOwned(say),
  'SECURITY LABEL': alterSecurityLabel,
  SEQUENCE: alterSequence,
  SERVER: alterServer,
  SETTING: (context) => inPlace(context, context.expected.map(settingSql)),
  STATISTICS: alterStatistics,
  SUBSCRIPTION: alterSubscription,
  TABLE: table,
  'TEXT SEARCH CONFIGURATION': alterTextSearchConfiguration,
  'TEXT SEARCH DICTIONARY': alterTextSearchDictionary,
  TRIGGER: alterTrigger,
  TYPE: alterType,
  'USER MAPPING': alterUserMapping,
  VIEW: alterView,
}

/** A grant can be altered to none at all. */
const typeOf = ({actual, expected}: Context): string => {
  const type = actual[0]?.type ?? ''
  return expected[0]?.type ?? (type === 'ACL' || type === 'DEFAULT ACL' ? type : '')
}

/** The steps that alter an object in place; null where it must be dropped and made again. */
export const alter = (context: Context): Change | null =>
  BY_TYPE[typeOf(context)]?.(context) ?? (isOnlyOwner(context) ? {early: [], steps: []} : null)
