import {quoteIdent} from '../postgres/quote.ts'
import type {Judged} from './judge.ts'
import {foreignKeysOf} from './owners.ts'
import type {Probe} from './probe.ts'
import {fingerprint} from './probes/context.ts'
import type {SeededRow} from './seed.ts'
import type {World} from './world.ts'

/** A psql script that shows a leak: by a last row that says LEAK, or by an error with this SQLSTATE. */
export type Reproducer = {readonly script: string; readonly shows: string}

/** So many rows are all put into the script; of more, those that the table refers to. */
const ALL = 100

/** Shows the leak in any database with the schema; needs a superuser, as the proof does, and leaves nothing behind. */
export function reproducer(world: World, {probe, outcome, why}: Judged): Reproducer {
  const {subject, role, state, before = [], command} = probe
  const shows = outcome.state ?? 'LEAK'
  const script = [
    `-- ${subject.kind} ${subject.identity}: ${command}, ${state.label}, role ${role}`.replaceAll('\n', ' '),
    `-- ${why}`.replaceAll('\n', ' '),
    `-- Shows: ${shows === 'LEAK' ? 'a last row that says LEAK' : `ERROR ${shows}`}. For psql, as a superuser; all is rolled back.`,
    'BEGIN;',
    ...(world.setup ?? []).map((sql) => `${sql};`),
    ...(world.setup?.length ? ['SET LOCAL search_path TO DEFAULT;', 'SET LOCAL check_function_bodies = on;'] : []),
    '-- Rows of A and B, while triggers and foreign keys sleep',
    'SET LOCAL session_replication_role = replica;',
    ...rowsFor(world, probe).map(({sql}) => `${sql};`),
    'SET LOCAL session_replication_role = origin;',
    ...materialized(world),
    ...attempt(
      world,
      probe,
      before.map((sql) => `${sql};`),
      [`SET LOCAL ROLE ${quoteIdent(role)};`, ...(probe.signIn ?? state.signIn).map((sql) => `${sql};`)],
    ),
    'ROLLBACK;',
  ]
  return {script: `${script.join('\n')}\n`, shows}
}

function attempt(
  world: World,
  {judge, sql, after, subject, copy, returns, remember: probeRemember}: Probe,
  before: readonly string[],
  signIn: readonly string[],
): string[] {
  const statement = copy === undefined ? `${sql};` : `${sql};\n${copy}\\.`
  const verdict = (condition: string) => `SELECT CASE WHEN ${condition} THEN 'LEAK' ELSE 'isolated' END AS verdict;`
  const remember = (query: string) => `SELECT set_config('pgplumb.kept', coalesce((${query})::text, ''), true);`
  const differs = (query: string) => `coalesce((${query})::text, '') <> current_setting('pgplumb.kept')`
  switch (judge.by) {
    case 'value': {
      if (!returns) return [...before, ...signIn, statement, verdict('true')]
      return [
        ...before,
        ...signIn,
        `SELECT seen, ${judge.allowed} AS allowed, CASE WHEN seen > ${judge.allowed} THEN 'LEAK' ELSE 'isolated' END AS verdict FROM (${sql}) q (seen);`,
      ]
    }
    case 'rows':
    case 'after':
    case 'same': {
      const owned = [...world.owners.owned.values()].find(({relation}) => relation.identity === subject.identity)
      const seen =
        judge.by === 'same' && after !== undefined ? after : owned ? fingerprint(world, owned) : (after ?? 'SELECT 1')
      return [remember(seen), ...before, ...signIn, statement, 'RESET ROLE;', verdict(differs(seen))]
    }
    case 'equal': {
      if (before.some((line) => line.startsWith('SET LOCAL ROLE')))
        return [...signIn, remember(sql), 'RESET ROLE;', ...before, ...signIn, verdict(differs(sql))]
      return [
        ...before,
        ...signIn,
        SEED,
        remember(sql),
        'RESET ROLE;',
        ...withoutVictim(world),
        ...signIn,
        SEED,
        verdict(differs(sql)),
      ]
    }
    case 'apart':
      return [`${probeRemember};`, ...before, ...signIn, statement, 'RESET ROLE;', verdict(`(${after}) IS NOT NULL`)]
    case 'reference':
      return [
        ...before,
        ...signIn,
        statement,
        'RESET ROLE;',
        'SET CONSTRAINTS ALL IMMEDIATE;',
        verdict(`(${after}) > 0`),
      ]
    default:
      return [...before, ...signIn, statement, verdict('true')]
  }
}

/** So that random() says the same each time. */
const SEED = 'SELECT setseed(0.5);'

const withoutVictim = (world: World): string[] => [
  '-- The same without the rows of B',
  'SET LOCAL session_replication_role = replica;',
  ...[...world.owners.owned.values()]
    .filter(({relation, side}) => relation.kind === 'r' && side !== 'attacker')
    .map((owned) => `DELETE FROM ${owned.relation.identity} WHERE ${world.maker.belongsTo(owned, 'victim')};`),
  'SET LOCAL session_replication_role = origin;',
  ...materialized(world),
]

const materialized = ({catalog}: World): string[] =>
  [...catalog.relations.values()]
    .filter(({kind}) => kind === 'm')
    .sort((a, b) => Number(a.oid) - Number(b.oid))
    .map(
      ({identity, owner}) =>
        `ALTER MATERIALIZED VIEW ${identity} OWNER TO CURRENT_USER; REFRESH MATERIALIZED VIEW ${identity}; ALTER MATERIALIZED VIEW ${identity} OWNER TO ${quoteIdent(owner)};`,
    )

/** The rows that the attempt needs: all, or those that the table's rows refer to, and the memberships. */
function rowsFor({seeds, catalog, contract}: World, {subject}: Probe): readonly SeededRow[] {
  const start = [...catalog.relations.values()].find(({identity}) => identity === subject.identity)
  if (seeds.rows.length <= ALL || !start || !['r', 'p'].includes(start.kind)) return seeds.rows
  const needed = new Set<string>()
  const add = (oid: string): void => {
    const relation = catalog.relations.get(oid)
    if (!relation || needed.has(oid)) return
    needed.add(oid)
    for (const {target} of foreignKeysOf(catalog, relation)) add(target)
    for (const part of catalog.relations.values()) if (part.parents.includes(oid)) add(part.oid)
  }
  add(start.oid)
  const members = [...contract.members, ...contract.formerMembers].map(({table}) => table)
  for (const relation of catalog.relations.values())
    if (
      members.includes(`${relation.schema}.${relation.name}`) ||
      (relation.schema === 'public' && members.includes(relation.name))
    )
      add(relation.oid)
  return seeds.rows.filter(({relation}) => needed.has(relation.oid))
}
