import type {Probe} from '../probe.ts'
import type {World} from '../world.ts'
import {
  allowedRows,
  assignments,
  countOf,
  harmlessColumn,
  has,
  ownerValues,
  probeOf,
  stateOf,
  type Target,
  victims,
  writers,
} from './context.ts'

/** UPDATE without reading a column, for then only the policies for UPDATE count; aimed at B's rows; and by MERGE. */
export function* updateProbes(world: World, target: Target, major: number): Generator<Probe> {
  const {relation, privilege, whose} = target
  const column = harmlessColumn(world, target)
  if (!column) return
  const sql = `UPDATE ${relation.identity} SET ${column.name} = ${column.sql}`
  const of = world.maker.belongsTo(target, 'victim')
  for (const state of writers(world))
    yield probeOf(
      target,
      'update',
      'UPDATE without WHERE',
      state,
      {sql, clear: clearing(world, target)},
      {by: 'rows', allowed: allowedRows(world, target, state, false)},
    )
  for (const state of stateOf(world, 'victim'))
    yield probeOf(target, 'update', 'UPDATE', state, {sql}, {by: 'control', least: 1})
  if (!has(privilege.select, whose)) return
  for (const state of stateOf(world, 'attacker')) {
    yield probeOf(target, 'update', 'UPDATE of rows of B', state, {sql: `${sql} WHERE ${of}`}, {by: 'rows', allowed: 0})
    if (major >= 15)
      yield probeOf(
        target,
        'update',
        'MERGE UPDATE',
        state,
        {
          sql: `MERGE INTO ${relation.identity} USING (SELECT 1) s ON ${of} WHEN MATCHED THEN UPDATE SET ${column.name} = ${column.sql}`,
        },
        {by: 'rows', allowed: 0},
      )
  }
}

/** DELETE likewise. */
export function* deleteProbes(world: World, target: Target, major: number): Generator<Probe> {
  const {relation, privilege, whose} = target
  if (!privilege.delete) return
  const sql = `DELETE FROM ${relation.identity}`
  const of = world.maker.belongsTo(target, 'victim')
  for (const state of writers(world))
    yield probeOf(
      target,
      'delete',
      'DELETE without WHERE',
      state,
      {sql, clear: clearing(world, target)},
      {by: 'rows', allowed: allowedRows(world, target, state, false)},
    )
  for (const state of stateOf(world, 'victim'))
    yield probeOf(target, 'delete', 'DELETE', state, {sql}, {by: 'control', least: 1})
  if (!has(privilege.select, whose)) return
  for (const state of stateOf(world, 'attacker')) {
    yield probeOf(target, 'delete', 'DELETE of rows of B', state, {sql: `${sql} WHERE ${of}`}, {by: 'rows', allowed: 0})
    if (major >= 15)
      yield probeOf(
        target,
        'delete',
        'MERGE DELETE',
        state,
        {sql: `MERGE INTO ${relation.identity} USING (SELECT 1) s ON ${of} WHEN MATCHED THEN DELETE`},
        {by: 'rows', allowed: 0},
      )
  }
}

/** TRUNCATE goes past row security, and so does who owns the table. */
export function* truncateProbes(world: World, target: Target): Generator<Probe> {
  const {relation, privilege} = target
  for (const state of stateOf(world, 'attacker')) {
    if (privilege.truncate)
      yield probeOf(target, 'truncate', 'TRUNCATE', state, {sql: `TRUNCATE ${relation.identity}`}, {by: 'refusal'})
    if (privilege.owns)
      yield probeOf(
        target,
        'truncate',
        'ALTER TABLE DISABLE ROW LEVEL SECURITY',
        state,
        {sql: `ALTER TABLE ${relation.identity} DISABLE ROW LEVEL SECURITY`},
        {by: 'refusal'},
      )
  }
}

/** A row of A's given to B, and a row of B's taken over. */
export function* moveProbes(world: World, target: Target): Generator<Probe> {
  const {relation, privilege, whose} = target
  if (whose.length === 0 || !has(privilege.update, whose)) return
  const own = world.counts.get(relation.oid)?.attacker ?? 0
  for (const state of stateOf(world, 'attacker')) {
    const give = `UPDATE ${relation.identity} SET ${assignments(ownerValues(world, target, 'victim'), whose)}`
    if (own > 0)
      yield probeOf(
        target,
        'move',
        'a row of A given to B',
        state,
        {sql: give, after: countOf(world, target)},
        {by: 'after', allowed: victims(world, target)},
      )
    const take = `UPDATE ${relation.identity} SET ${assignments(ownerValues(world, target, 'attacker'), whose)}`
    yield probeOf(
      target,
      'move',
      'a row of B taken over',
      state,
      {sql: take, clear: clearing(world, target)},
      {by: 'rows', allowed: own},
    )
  }
}

/** Without rows of its own, the state can only be stopped by those of others. */
const clearing = (world: World, target: Target): string =>
  `SET LOCAL session_replication_role = replica; DELETE FROM ${target.relation.identity} WHERE ${world.maker.belongsTo(target, 'attacker')}; SET LOCAL session_replication_role = origin`
