import type pg from 'pg'
import {quoteIdent} from '../../postgres/quote.ts'
import {type Judged, judge} from '../judge.ts'
import type {Probe} from '../probe.ts'
import {insertSql} from '../rows.ts'
import {runProbes} from '../run.ts'
import {sideOf} from '../schemas/sides.ts'
import type {World} from '../world.ts'
import {contentOf} from './compare.ts'
import {fingerprint, freshRow, harmlessColumn, insertable, stateOf, type Target} from './context.ts'
import {CHANGED, changedTables, REMEMBER} from './written.ts'

type Write = {readonly cell: Probe['cell']; readonly command: string; readonly sql: string}

/**
 * What else happens when a row is written: triggers and rules. What B's write leaves behind must not show to A, and A's
 * write must not touch B's rows elsewhere.
 */
export async function sideEffects(
  client: pg.ClientBase,
  world: World,
  targets: readonly Target[],
  writers: readonly ('attacker' | 'victim')[] = ['attacker', 'victim'],
): Promise<Judged[]> {
  const tries = targets
    .filter(({relation}) => relation.sideEffects)
    .flatMap((target) =>
      writers.flatMap((who) =>
        stateOf(world, who).flatMap((state) =>
          writesOf(world, target, who).map((write) => ({target, who, state, write})),
        ),
      ),
    )
  const noticed = await runProbes(
    client,
    tries.map(
      ({target, who, state, write}): Probe => ({
        ...about(target, write, state),
        ...(who === 'victim' && target.signIn ? {signIn: target.signIn} : {}),
        before: [REMEMBER],
        sql: write.sql,
        after: CHANGED,
        judge: {by: 'same', expected: null},
      }),
    ),
  )
  const probes: Probe[] = []
  for (const [at, {target, who, state, write}] of tries.entries()) {
    const changed = changedTables(noticed[at]).filter(
      (oid) => oid !== target.relation.oid && !target.relation.parents.includes(oid),
    )
    if (who === 'attacker') probes.push(...touching(world, target, write, state, changed))
    else probes.push(...(await showing(client, world, target, write, changed)))
  }
  const outcomes = await runProbes(client, probes)
  return probes.flatMap((probe, at) => {
    const outcome = outcomes[at]
    return outcome ? [judge(probe, outcome)] : []
  })
}

const about = ({relation, privilege}: Target, {cell, command}: Write, state: Probe['state']) => ({
  subject: {kind: 'table', identity: relation.identity},
  cell,
  command: `triggers of ${command}`,
  role: privilege.role,
  state,
})

function writesOf(world: World, target: Target, who: 'attacker' | 'victim'): Write[] {
  const {relation, privilege} = target
  const row = freshRow(world, target, who)
  const column = harmlessColumn(world, target)
  return [
    ...(row && privilege.insert.length > 0
      ? [{cell: 'insert' as const, command: 'INSERT', sql: insertSql(relation, insertable(target, row))}]
      : []),
    ...(column
      ? [
          {
            cell: 'update' as const,
            command: 'UPDATE',
            sql: `UPDATE ${relation.identity} SET ${column.name} = ${column.sql}`,
          },
        ]
      : []),
    ...(privilege.delete
      ? [{cell: 'delete' as const, command: 'DELETE', sql: `DELETE FROM ${relation.identity}`}]
      : []),
  ]
}

/** B's rows in the tables that A's write changed as well. */
export function touching(
  world: World,
  target: Pick<Target, 'relation' | 'privilege'> & Target,
  write: Write,
  state: Probe['state'],
  changed: readonly string[],
): Probe[] {
  const owned = changed.flatMap((oid) => world.owners.owned.get(oid) ?? [])
  if (owned.length === 0) return []
  return [
    {
      ...about(target, write, state),
      sql: write.sql,
      after: `SELECT concat_ws(',', ${owned.map((one) => `(${fingerprint(world, one)})`).join(', ')})`,
      judge: {
        by: 'same',
        expected: owned.flatMap(({relation: {oid}}) => world.counts.get(oid)?.fingerprint ?? []).join(','),
      },
    },
  ]
}

/** What A sees of the tables that B's write changed as well, against what he saw before. */
async function showing(
  client: pg.ClientBase,
  world: World,
  target: Target,
  write: Write,
  changed: readonly string[],
): Promise<Probe[]> {
  const {role} = target.privilege
  const {sides} = world.contract
  const readable = changed.flatMap((oid) => {
    const relation = world.catalog.relations.get(oid)
    const privilege = world.catalog.privileges.find((one) => one.relation === oid && one.role === role)
    // What A may read of B's schema is tried for itself.
    if (!relation || (sides && sideOf(sides, relation) === 'victim')) return []
    return privilege?.read ? [{relation, sql: contentOf(relation, privilege.select)}] : []
  })
  const [attacker] = stateOf(world, 'attacker')
  const [victim] = stateOf(world, 'victim')
  if (!attacker || !victim || readable.length === 0) return []
  const asBefore = await runProbes(
    client,
    readable.map(
      ({sql}): Probe => ({...about(target, write, attacker), sql, returns: true, judge: {by: 'equal', expected: null}}),
    ),
  )
  return readable.map(({relation, sql}, at) => ({
    ...about(target, {...write, command: `${write.command} by B, seen in ${relation.identity}`}, attacker),
    before: [
      `SET LOCAL ROLE ${quoteIdent(role)}`,
      ...(sides && target.signIn ? target.signIn : victim.signIn),
      write.sql,
      'RESET ROLE',
    ],
    sql,
    returns: true,
    judge: {by: 'equal', expected: asBefore[at]?.value ?? null},
  }))
}
