import {quoteIdent} from '../../postgres/quote.ts'
import type {Probe} from '../probe.ts'
import {stateOf} from '../probes/context.ts'
import type {World} from '../world.ts'
import type {Sides} from './sides.ts'

/** What A may do in B's schema itself, and with the tables that its owners will make there: default privileges. */
export function* schemaProbes(world: World, {attacker, victims}: Sides): Generator<Probe> {
  for (const {schema} of victims) {
    const planted = `${quoteIdent(schema)}.pgplumb_planted`
    const base = {role: attacker.role, judge: {by: 'refusal'} as const}
    for (const state of stateOf(world, 'attacker')) {
      const subject = {kind: 'schema', identity: schema}
      yield {...base, subject, state, cell: 'insert', command: 'CREATE TABLE', sql: `CREATE TABLE ${planted} (id int)`}
      for (const owner of makers(world, schema)) {
        const before = [
          `SET LOCAL ROLE ${quoteIdent(owner)}`,
          `CREATE TABLE ${planted} (id int)`,
          `INSERT INTO ${planted} VALUES (1)`,
          'RESET ROLE',
        ]
        const coming = {...base, subject: {kind: 'tables to come', identity: schema}, state, before}
        const by = `of a table that ${owner} will make`
        yield {
          ...coming,
          cell: 'read',
          command: `SELECT ${by}`,
          sql: `SELECT count(*) FROM ${planted}`,
          returns: true,
          judge: {by: 'value', allowed: 0},
        }
        yield {...coming, cell: 'insert', command: `INSERT ${by}`, sql: `INSERT INTO ${planted} VALUES (2)`}
        yield {...coming, cell: 'update', command: `UPDATE ${by}`, sql: `UPDATE ${planted} SET id = 3`}
        yield {...coming, cell: 'delete', command: `DELETE ${by}`, sql: `DELETE FROM ${planted}`}
        yield {...coming, cell: 'truncate', command: `TRUNCATE ${by}`, sql: `TRUNCATE ${planted}`}
      }
    }
  }
}

/** Who makes tables there: who owns one. */
const makers = ({catalog}: World, schema: string): string[] => [
  ...new Set([...catalog.relations.values()].filter((one) => one.schema === schema).map(({owner}) => owner)),
]
