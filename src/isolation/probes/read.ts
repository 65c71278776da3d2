import {quoteIdent} from '../../postgres/quote.ts'
import type {Probe} from '../probe.ts'
import type {World} from '../world.ts'
import {allowedRows, has, probeOf, stateOf, type Target, victims} from './context.ts'

/** SELECT in every state, counted without naming a column, and COPY … TO. */
export function* readProbes(world: World, target: Target): Generator<Probe> {
  const {relation, privilege, whose} = target
  if (!privilege.read) return
  const sql = `SELECT count(*) FROM ${relation.identity}`
  for (const state of world.states)
    yield probeOf(
      target,
      'read',
      'SELECT',
      state,
      {sql, returns: true},
      state.who === 'victim'
        ? {by: 'control', least: victims(world, target)}
        : {by: 'value', allowed: allowedRows(world, target, state, true)},
    )
  for (const state of stateOf(world, 'attacker')) {
    if (has(privilege.select, whose))
      yield probeOf(
        target,
        'read',
        'SELECT of rows of B',
        state,
        {sql: `${sql} WHERE ${world.maker.belongsTo(target, 'victim')}`, returns: true},
        {by: 'value', allowed: 0},
      )
    if (has(privilege.select, relation.columns)) {
      const columns = relation.columns.map(({name}) => quoteIdent(name)).join(', ')
      const source = relation.kind === 'r' ? relation.identity : `(SELECT ${columns} FROM ${relation.identity})`
      yield probeOf(
        target,
        'read',
        'COPY TO',
        state,
        {sql: `COPY ${source} TO STDOUT`},
        {by: 'value', allowed: allowedRows(world, target, state, true)},
      )
    }
  }
}
