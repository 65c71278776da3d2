import {quoteIdent} from '../../postgres/quote.ts'
import type {Callable, Relation} from '../catalog.ts'
import type {Judge, Probe, Subject} from '../probe.ts'
import {contentOf} from '../probes/compare.ts'
import {freshRow, harmlessColumn, insertable, kindOf, type Target} from '../probes/context.ts'
import {callsOf, shown} from '../probes/functions.ts'
import type {View} from '../probes/paths.ts'
import {viewKind} from '../probes/views.ts'
import {insertSql} from '../rows.ts'
import type {State} from '../states.ts'
import type {World} from '../world.ts'
import {reached, rememberReach} from './reach.ts'
import {haveRoles, type Sides} from './sides.ts'

/** How many calls of a function are tried for each state. */
const MOST = 16

const APART: Judge = {by: 'apart'}

/** Of whatever is done in A's schema, nothing may read or write in another's. */
export function ownProbes(world: World, sides: Sides, tables: readonly Target[], views: readonly View[]): Probe[] {
  const states = world.states.filter(({who}) => who !== 'victim')
  const signedIn = states.filter(({who}) => who === 'attacker')
  const watch = {remember: rememberReach(sides), after: reached(sides), judge: APART}
  return [
    ...tables.flatMap((target) =>
      signedIn.flatMap((state) =>
        tableUses(world, target).map(
          (use): Probe => ({...about(target.relation), ...use, ...watch, role: target.privilege.role, state}),
        ),
      ),
    ),
    ...views.flatMap(({relation, privilege}) => [
      ...states.map(
        (state): Probe => ({
          ...about(relation),
          ...watch,
          cell: 'read',
          command: 'SELECT',
          role: privilege.role,
          state,
          sql: contentOf(relation, privilege.select),
          returns: true,
        }),
      ),
      ...signedIn.flatMap((state) =>
        viewWrites(world, {relation, privilege}).map(
          (write): Probe => ({...about(relation), ...write, ...watch, role: privilege.role, state}),
        ),
      ),
      ...(relation.kind === 'm' ? signedIn.map((state) => filling(relation, privilege.role, state, watch)) : []),
    ]),
    ...world.catalog.functions
      .filter(({schema}) => schema !== sides.template)
      .filter(({schema}) => haveRoles(sides) || !sides.victims.some((victim) => victim.schema === schema))
      .flatMap((callable) =>
        states.flatMap((state) => calls(world, sides, callable, state).map((probe) => ({...probe, ...watch}))),
      ),
  ]
}

const about = (relation: Relation): {readonly subject: Subject} => ({
  subject: {
    kind: ['v', 'm'].includes(relation.kind) ? viewKind(relation) : kindOf(relation),
    identity: relation.identity,
  },
})

type Use = Pick<Probe, 'cell' | 'command' | 'sql' | 'returns' | 'before' | 'clear'>

/** Reading a table, and writing it in ways that fire its triggers, rules, defaults, CHECKs and foreign keys. */
function tableUses(world: World, target: Target): Use[] {
  const {relation, privilege} = target
  const row = freshRow(world, target, 'attacker')
  const own = row === null ? null : insertable(target, row)
  const bare =
    own &&
    new Map(
      [...own].filter(([name]) =>
        relation.columns.some((one) => one.name === name && one.default === null && !one.identity),
      ),
    )
  const column = harmlessColumn(world, target)
  const clear = `SET LOCAL session_replication_role = replica; DELETE FROM ${relation.identity}; SET LOCAL session_replication_role = origin`
  return [
    ...(privilege.read
      ? [{cell: 'read', command: 'SELECT', sql: contentOf(relation, privilege.select), returns: true} as const]
      : []),
    ...(own && privilege.insert.length > 0
      ? [{cell: 'insert', command: 'INSERT', sql: insertSql(relation, own), clear} as const]
      : []),
    ...(own && bare && bare.size < relation.columns.length && privilege.insert.length > 0
      ? [{cell: 'insert', command: 'INSERT with defaults', sql: insertSql(relation, bare), clear} as const]
      : []),
    ...(column
      ? [
          {
            cell: 'update',
            command: 'UPDATE',
            sql: `UPDATE ${relation.identity} SET ${column.name} = ${column.sql}`,
          } as const,
        ]
      : []),
    ...(privilege.delete
      ? [
          {
            cell: 'delete',
            command: 'DELETE',
            before: [withoutReferring(world, relation)],
            sql: `DELETE FROM ${relation.identity}`,
          } as const,
        ]
      : []),
  ]
}

/** The rows that refer to A's own go first: what else happens when a row is deleted has to happen. */
const withoutReferring = ({catalog, owners}: World, {oid}: Relation): string =>
  [
    'SET LOCAL session_replication_role = replica',
    ...[...owners.owned.values()]
      .filter(({relation, side}) => side === 'attacker' && relation.oid !== oid && relation.kind === 'r')
      .filter(({relation}) => catalog.foreignKeys.get(relation.oid)?.some(({target}) => target === oid))
      .map(({relation}) => `DELETE FROM ${relation.identity}`),
    'SET LOCAL session_replication_role = origin',
  ].join('; ')

/** Writing through a view fires its triggers. */
function viewWrites(world: World, {relation, privilege}: View): Use[] {
  const columns = relation.columns.filter(({writable}) => writable)
  const [changed] = columns.filter(({name}) => privilege.update.includes(name) && privilege.select.includes(name))
  const filled = columns.filter(({name}) => privilege.insert.includes(name))
  const row = new Map(
    filled.flatMap((column): [string, string][] => {
      const value = world.maker.value(relation, column, 'attacker2')
      return value === null ? [] : [[column.name, value]]
    }),
  )
  const {identity} = relation
  return [
    ...(row.size > 0 ? [{cell: 'insert', command: 'INSERT', sql: insertSql(relation, row)} as const] : []),
    ...(changed
      ? [
          {
            cell: 'update',
            command: 'UPDATE',
            sql: `UPDATE ${identity} SET ${quoteIdent(changed.name)} = ${quoteIdent(changed.name)}`,
          } as const,
        ]
      : []),
    ...(privilege.delete && columns.length > 0
      ? [{cell: 'delete', command: 'DELETE', sql: `DELETE FROM ${identity}`} as const]
      : []),
  ]
}

/** What a materialized view is filled with, whoever it is that does so. */
function filling(
  {identity, owner}: Relation,
  role: string,
  state: State,
  watch: Pick<Probe, 'remember' | 'after' | 'judge'>,
): Probe {
  return {
    subject: {kind: 'materialized view', identity},
    ...watch,
    cell: 'read',
    command: 'REFRESH, then SELECT',
    role,
    state,
    before: [
      `ALTER MATERIALIZED VIEW ${identity} OWNER TO CURRENT_USER`,
      `REFRESH MATERIALIZED VIEW ${identity}`,
      `ALTER MATERIALIZED VIEW ${identity} OWNER TO ${quoteIdent(owner)}`,
    ],
    sql: `SELECT count(*) FROM ${identity}`,
    returns: true,
  }
}

/** Calls with A's ids; where roles keep tenants apart, with B's as well: what is not named must not be reached, nor what is. */
function calls(
  world: World,
  sides: Sides,
  callable: Callable,
  state: State,
): Omit<Probe, 'judge' | 'remember' | 'after'>[] {
  const {identity, name, procedure, role} = callable
  const lists = [
    ...callsOf(world, callable, 'attacker', MOST),
    ...(haveRoles(sides) ? callsOf(world, callable, 'victim', MOST) : []),
  ]
  return [...new Set(lists)].map((list) => ({
    subject: {kind: procedure ? 'procedure' : 'function', identity},
    cell: 'read',
    command: procedure ? `CALL ${name}(${shown(list)})` : `${name}(${shown(list)})`,
    role,
    state,
    sql: procedure
      ? `CALL ${name}(${list})`
      : `SELECT md5(coalesce(string_agg(x::text, '|' ORDER BY x::text), '')) FROM ${name}(${list}) x`,
    returns: !procedure,
  }))
}
