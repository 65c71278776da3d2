import {quoteIdent} from '../../postgres/quote.ts'
import type {Probe} from '../probe.ts'
import {insertSql, type Row} from '../rows.ts'
import type {World} from '../world.ts'
import {
  countOf,
  fingerprint,
  freshRow,
  harmlessColumn,
  has,
  insertable,
  ownerValues,
  probeOf,
  rowOf,
  stateOf,
  type Target,
  victims,
  writers,
} from './context.ts'

/** A row of B: by INSERT, with ON CONFLICT, by MERGE and COPY; and a row of nobody that B then sees. */
export function* insertProbes(world: World, target: Target, major: number): Generator<Probe> {
  const {relation, privilege, whose} = target
  if (!has(privilege.insert, whose) || privilege.insert.length === 0) return
  const fresh = freshRow(world, target, 'victim')
  const row = insertable(target, fresh ?? ownerValues(world, target, 'victim'))
  const after = countOf(world, target)
  const judge = {by: 'after', allowed: victims(world, target)} as const
  const sql = insertSql(relation, row)
  const alone = `ALTER TABLE ${relation.identity} DISABLE TRIGGER ALL; ALTER TABLE ${relation.identity} ENABLE TRIGGER USER`
  const second = {
    ...(relation.sideEffects ? {asleep: 'SET LOCAL session_replication_role = replica'} : {}),
    ...(relation.triggered ? {unbound: alone} : {}),
  }
  for (const state of writers(world)) {
    yield probeOf(target, 'insert', 'INSERT of a row of B', state, {sql, after, ...second}, judge)
    const joined = underOwnName(world, target, row, state)
    if (joined)
      yield probeOf(
        target,
        'insert',
        'INSERT of a row of B under the own name',
        state,
        {sql: insertSql(relation, joined), after, ...second},
        judge,
      )
  }
  for (const state of stateOf(world, 'victim'))
    yield probeOf(target, 'insert', 'INSERT', state, {sql}, {by: 'control', least: 0})
  for (const state of stateOf(world, 'attacker')) {
    if (has(privilege.select, relation.columns))
      yield probeOf(
        target,
        'insert',
        'INSERT ON CONFLICT DO NOTHING',
        state,
        {sql: `${sql} ON CONFLICT DO NOTHING`, after, ...second},
        judge,
      )
    yield* upsert(world, target, state)
    if (major >= 15 && relation.kind !== 'f' && privilege.read)
      yield probeOf(
        target,
        'insert',
        'MERGE INSERT',
        state,
        {
          sql: `MERGE INTO ${relation.identity} USING (SELECT 1) s ON false WHEN NOT MATCHED THEN INSERT (${[...row.keys()].map(quoteIdent).join(', ')}) OVERRIDING SYSTEM VALUE VALUES (${[...row.values()].join(', ')})`,
          after,
          ...second,
        },
        judge,
      )
    const copied = copyable(target, row)
    yield probeOf(
      target,
      'insert',
      'COPY FROM',
      state,
      {
        sql: `COPY ${relation.identity} (${[...copied.keys()].map(quoteIdent).join(', ')}) FROM STDIN`,
        copy: `${[...copied.values()].join('\t')}\n`,
        after,
        ...second,
      },
      judge,
    )
    yield* ofNobody(world, target, row, state.signIn)
  }
}

/** B's tenant, and the user who acts: so one joins what is not his. */
function underOwnName(world: World, {relation, whose}: Target, row: Row, {who}: Probe['state']): Row | null {
  const users = relation.columns.filter(
    ({name}) =>
      row.has(name) && world.classes(relation.oid, name).holds === 'user' && !whose.some((one) => one.name === name),
  )
  if (who === null || users.length === 0) return null
  return new Map([
    ...row,
    ...users.map((column): [string, string] => [column.name, world.maker.value(relation, column, who) ?? 'NULL']),
  ])
}

/** B's own row again, so that the conflict updates it. */
function* upsert(world: World, target: Target, state: Probe['state']): Generator<Probe> {
  const {relation, privilege} = target
  const column = harmlessColumn(world, target)
  const key = (world.catalog.uniques.get(relation.oid) ?? []).find(({partial, primary}) => primary && !partial)
  const row = insertable(target, rowOf(world, target, 'victim'))
  if (
    !column ||
    !key ||
    !privilege.read ||
    !key.columns.every((name) => privilege.select.includes(name) && row.has(name))
  )
    return
  const sql = `${insertSql(relation, row)} ON CONFLICT (${key.columns.map(quoteIdent).join(', ')}) DO UPDATE SET ${column.name} = ${column.sql}`
  yield probeOf(
    target,
    'update',
    'INSERT ON CONFLICT DO UPDATE',
    state,
    {sql, after: fingerprint(world, target)},
    {by: 'same', expected: world.counts.get(relation.oid)?.fingerprint ?? null},
  )
}

/** In COPY's text format: constants as they are between their quotes. */
function copyable({relation}: Target, row: Row): Row {
  const texts = [...row].map(([name, sql]): [string, string] => {
    const match = /^ ?E?'((?:[^']|'')*)'::/.exec(sql)
    const text = match ? (match[1] ?? '').replaceAll("''", "'") : null
    return [
      name,
      text === null
        ? '\\N'
        : sql.trimStart().startsWith('E')
          ? text
          : text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n'),
    ]
  })
  const generated = new Set(relation.columns.filter((column) => column.generated).map(({name}) => name))
  return new Map(texts.filter(([name]) => !generated.has(name)))
}

/** Where nobody's rows are everybody's: may A make one? */
function* ofNobody(world: World, target: Target, row: Row, signIn: readonly string[]): Generator<Probe> {
  const {relation, privilege, whose} = target
  if (!privilege.read || whose.some(({notNull}) => notNull)) return
  const nobodys = new Map(row)
  for (const {name} of whose) nobodys.set(name, 'NULL')
  for (const state of stateOf(world, 'victim'))
    yield probeOf(
      target,
      'insert',
      'INSERT of a row of nobody by A, which B sees',
      state,
      {
        before: [`SET LOCAL ROLE ${quoteIdent(privilege.role)}`, ...signIn, insertSql(relation, nobodys), 'RESET ROLE'],
        sql: `SELECT count(*) FROM ${relation.identity}`,
        returns: true,
      },
      {by: 'value', allowed: victims(world, target)},
    )
}
