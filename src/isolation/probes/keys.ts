import {quoteIdent} from '../../postgres/quote.ts'
import type {Column} from '../catalog.ts'
import {columnsOf, foreignKeysOf} from '../owners.ts'
import type {Probe} from '../probe.ts'
import {insertSql} from '../rows.ts'
import type {World} from '../world.ts'
import {assignments, freshRow, has, insertable, probeOf, rowOf, stateOf, type Target} from './context.ts'

/** A's row pointed at a row of B's, which tells A that it is there and mixes the two. */
export function* referenceProbes(world: World, target: Target): Generator<Probe> {
  const {relation, privilege, whose} = target
  if (whose.length === 0) return
  const theirs = rowOf(world, target, 'victim')
  for (const key of foreignKeysOf(world.catalog, relation)) {
    if (!world.owners.owned.has(key.target)) continue
    const free = columnsOf(relation, key.columns).filter(
      ({name}) =>
        world.classes(relation.oid, name).holds === 'other' &&
        !whose.some((one) => one.name === name) &&
        theirs.has(name) &&
        theirs.get(name) !== 'NULL',
    )
    if (free.length === 0) continue
    const after = `SELECT count(*) FROM ${relation.identity} WHERE ${world.maker.belongsTo(target, 'attacker')} AND ${free.map(({name}) => `${quoteIdent(name)} = ${theirs.get(name)}`).join(' AND ')}`
    const command = `a foreign key (${key.columns.join(', ')}) pointed at a row of B`
    for (const state of stateOf(world, 'attacker')) {
      if (has(privilege.update, free) && (world.counts.get(relation.oid)?.attacker ?? 0) > 0)
        yield probeOf(
          target,
          'refer',
          command,
          state,
          {sql: `UPDATE ${relation.identity} SET ${assignments(theirs, free)}`, after},
          {by: 'reference'},
        )
      else if (has(privilege.insert, free) && has(privilege.insert, whose)) {
        const row = freshRow(world, target, 'attacker')
        if (!row) continue
        const pointing = new Map([
          ...row,
          ...free.map((column): [string, string] => [column.name, theirs.get(column.name) ?? 'NULL']),
        ])
        yield probeOf(
          target,
          'refer',
          command,
          state,
          {sql: insertSql(relation, insertable(target, pointing)), after},
          {by: 'reference'},
        )
      }
    }
  }
}

/** A value that is unique among all tenants: 23505 tells A that somebody has it. */
export function* uniqueProbes(world: World, target: Target): Generator<Probe> {
  const {relation, privilege, whose} = target
  if (whose.length === 0) return
  const uniques = world.catalog.uniques.get(relation.oid) ?? []
  // The list of tenants: a name that is unique among them is what it is for.
  if (uniques.some(({primary, columns}) => primary && columns.length === 1 && columns[0] === whose[0]?.name)) return
  const theirs = rowOf(world, target, 'victim')
  for (const {name, columns} of uniques) {
    const key = columnsOf(relation, columns)
    if (
      key.some((column) => !isOther(world, target, column)) ||
      !key.every((column) => canBeGuessed(world, target, column))
    )
      continue
    if (!key.every((column) => theirs.has(column.name))) continue
    const command = `a value that is unique among all (${columns.join(', ')})`
    for (const state of stateOf(world, 'attacker')) {
      const row = freshRow(world, target, 'attacker')
      if (row && has(privilege.insert, key) && has(privilege.insert, whose)) {
        const same = new Map([
          ...row,
          ...key.map((column): [string, string] => [column.name, theirs.get(column.name) ?? 'NULL']),
        ])
        yield probeOf(
          target,
          'unique',
          command,
          state,
          {sql: insertSql(relation, insertable(target, same))},
          {by: 'oracle', index: name},
        )
      } else if (has(privilege.update, key) && (world.counts.get(relation.oid)?.attacker ?? 0) > 0)
        yield probeOf(
          target,
          'unique',
          command,
          state,
          {sql: `UPDATE ${relation.identity} SET ${assignments(theirs, key)}`},
          {by: 'oracle', index: name},
        )
    }
  }
}

const isOther = (world: World, {relation, whose}: Target, {name}: Column): boolean =>
  world.classes(relation.oid, name).holds === 'other' && !whose.some((one) => one.name === name)

/** A uuid or a number from a sequence says nothing to who finds it taken. */
const canBeGuessed = (world: World, {relation}: Target, {name, base, identity, default: value}: Column): boolean =>
  base !== 'uuid' &&
  !identity &&
  !value?.startsWith('nextval(') &&
  !foreignKeysOf(world.catalog, relation).some(({columns}) => columns.includes(name))
