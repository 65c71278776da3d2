import type pg from 'pg'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {effectsOf} from '../../../src/migrations/lint/effects.ts'
import {LOCK_MODES, type LockMode, strength} from '../../../src/migrations/lint/lock-mode.ts'
import {Model} from '../../../src/migrations/lint/model/model.ts'
import {replay} from '../../../src/migrations/lint/model/replay.ts'
import {readFile} from '../../../src/migrations/lint/read.ts'
import {RULES} from '../../../src/migrations/lint/rules/index.ts'
import {type Address, withDatabase} from '../../../src/postgres/address.ts'
import {connect, withConnection} from '../../../src/postgres/connect.ts'
import {quoteIdent} from '../../../src/postgres/quote.ts'
import {createDatabase, session, testServer} from '../../support/database.ts'
import {FIXTURE} from './support.ts'

const ROWS = `
INSERT INTO customers (tenant_id, email, name) SELECT 1, 'a' || i, 'b' FROM generate_series(1, 50) i;
INSERT INTO orders (tenant_id, customer_id, number, state, total) SELECT 1, i, 'n' || i, 'new', i FROM generate_series(1, 50) i;
INSERT INTO archive SELECT i, i, i FROM generate_series(1, 50) i;
INSERT INTO countries SELECT 'c' || i, 'n' || i FROM generate_series(1, 50) i;
INSERT INTO events_2024 SELECT i, '2024-05-05' FROM generate_series(1, 50) i;
INSERT INTO events_2025 SELECT i, '2025-05-05' FROM generate_series(1, 50) i;
INSERT INTO stock SELECT i, i FROM generate_series(1, 50) i;
REFRESH MATERIALIZED VIEW order_totals;`

/** Refused by the server, as their rule says, or in need of what is not there. */
const REFUSED = new Set([
  'concurrently-in-transaction',
  'duplicate-column-assignment',
  'enum-value-used-in-same-transaction',
  'add-column-not-null-without-default',
])

type Seen = {readonly mode: LockMode | null; readonly rewritten: boolean; readonly scanned: boolean}
type Relation = {oid: string; name: string; file: string; kind: string}

const RELATIONS = `SELECT c.oid::text AS oid, n.nspname || '.' || c.relname AS name, pg_relation_filenode(c.oid)::text AS file, c.relkind AS kind
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'm')`

/** What a statement does to each table, as the server has it before the statement's transaction ends. */
async function observe(
  client: pg.Client,
  sql: string,
  alone: boolean,
  end: 'COMMIT' | 'ROLLBACK',
): Promise<Map<string, Seen>> {
  const {rows: before} = await client.query<Relation>(RELATIONS)
  if (!alone) await client.query('BEGIN')
  // What a session has not reported yet counts with what the transaction did.
  const earlier = await scansOf(client, before)
  await client.query(sql)
  const {rows: locks} = await client.query<{oid: string; mode: string}>(
    "SELECT relation::text AS oid, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'",
  )
  const later = await scansOf(client, before)
  const {rows: after} = await client.query<Relation>(RELATIONS)
  if (!alone) await client.query(end)
  return new Map(
    before.map(({oid, name, file}) => {
      const modes = locks.filter((lock) => lock.oid === oid).map(({mode}) => modeOf(mode))
      const now = after.find((one) => one.oid === oid)
      return [
        name,
        {
          mode: modes.sort((a, b) => strength(b) - strength(a))[0] ?? null,
          rewritten: now !== undefined && now.file !== file,
          scanned: (later.get(oid) ?? 0) > (earlier.get(oid) ?? 0),
        },
      ]
    }),
  )
}

async function scansOf(client: pg.Client, relations: readonly Relation[]): Promise<Map<string, number>> {
  const {rows} = await client.query<{oid: string; scans: string}>(
    'SELECT oid::text AS oid, pg_stat_get_xact_numscans(oid)::text AS scans FROM pg_class WHERE oid::text = ANY ($1)',
    [relations.map(({oid}) => oid)],
  )
  return new Map(rows.map(({oid, scans}) => [oid, Number(scans)]))
}

/** `ShareUpdateExclusiveLock` → `SHARE UPDATE EXCLUSIVE` */
function modeOf(mode: string): LockMode {
  const name = mode
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])[A-Z]/g, ' $&')
    .toUpperCase()
  const found = LOCK_MODES.find((known) => known === name)
  if (!found) throw new Error(`unknown lock mode ${mode}`)
  return found
}

const LEAST = strength('SHARE UPDATE EXCLUSIVE')
const PARTITIONS = ['public.events_2024', 'public.events_2025']

describe('what rules claim is what the server does', () => {
  const examples = RULES.filter(({name, unsafe}) => !REFUSED.has(name) && effectful(unsafe)).flatMap((rule) => [
    {rule, name: `${rule.name}: unsafe`, sql: rule.unsafe, claim: rule.claim, isSafe: false},
    {rule, name: `${rule.name}: safe`, sql: rule.safe, claim: undefined, isSafe: true},
  ])

  let address: Address
  let shared: pg.Client
  beforeAll(async () => {
    address = withDatabase(testServer(), `test_effects_${process.pid}`)
    await withConnection(testServer(), (client) =>
      client.query(`CREATE DATABASE ${quoteIdent(address.database)} TEMPLATE template0`),
    )
    shared = await connect(address)
    await shared.query(FIXTURE + ROWS)
  })
  afterAll(async () => {
    await shared.end()
    await withConnection(testServer(), (client) => client.query(`DROP DATABASE ${quoteIdent(address.database)}`))
  })

  test.each(examples)('$name', async ({rule, sql, claim, isSafe}) => {
    const model = new Model()
    for (const {node} of (await readFile({file: 'f', path: 'f', text: FIXTURE})).statements)
      if (node) replay(node, model)
    model.age = 'file'
    const {statements, failures} = await readFile({file: 'm', path: 'm', text: sql})
    expect(failures).toEqual([])
    // A single statement in a transaction leaves nothing behind; the others need a database of their own.
    const single = statements.length === 1 && statements[0]?.transaction !== null
    const client = single ? shared : await session(await createDatabase(FIXTURE + ROWS))
    let claimed = claim === undefined
    for (const {node, script, transaction, kind} of statements) {
      if (!node || kind === 'TransactionStmt') continue
      const effects = effectsOf(node, model)
      const seen = await observe(client, script.text, transaction === null, single ? 'ROLLBACK' : 'COMMIT')
      if (kind === 'DoStmt') continue
      if (transaction !== null) compare(effects, seen, model, script.text)
      else
        for (const {range, rewrites} of effects)
          expect(seen.get(model.key(range))?.rewritten ?? false, `${script.text} rewrites`).toBe(rewrites)
      if (!claimed && claim) {
        const of = seen.get(`public.${claim.table}`)
        if (transaction !== null && kind !== 'ClusterStmt') expect(of?.mode).toBe(claim.lock)
        expect(of?.rewritten).toBe(claim.rewrites === true)
        if (claim.scans) expect(of?.scanned).toBe(true)
        claimed = true
      }
      if (isSafe && rule.group === 'locks') safe(seen, script.text)
      replay(node, model)
    }
    expect(claimed).toBe(true)
  })
})

const effectful = (sql: string): boolean => !/DROP SCHEMA/.test(sql)

function compare(
  effects: ReturnType<typeof effectsOf>,
  seen: ReadonlyMap<string, Seen>,
  model: Model,
  sql: string,
): void {
  for (const [name, {mode, rewritten, scanned}] of seen) {
    const own = effects.filter(({range}) => model.key(range) === name)
    const strongest = own.map((effect) => effect.mode).sort((a, b) => strength(b) - strength(a))[0] ?? null
    if (own.length === 0 && PARTITIONS.includes(name)) continue
    const visible = mode !== null && strength(mode) >= LEAST ? mode : null
    const expected = strongest !== null && strength(strongest) >= LEAST ? strongest : null
    expect({sql, name, mode: visible}).toEqual({sql, name, mode: expected})
    expect({sql, name, rewritten}).toEqual({sql, name, rewritten: own.some(({rewrites}) => rewrites)})
    const lockScans = own.some(({scans}) => scans)
    if (expected !== null && !rewritten && !name.endsWith('.events'))
      expect({sql, name, scanned}).toEqual({sql, name, scanned: lockScans})
  }
}

/** The safe form neither rewrites a table nor reads all of it while others cannot write. */
function safe(seen: ReadonlyMap<string, Seen>, sql: string): void {
  for (const [name, {mode, rewritten, scanned}] of seen) {
    expect({sql, name, rewritten}).toEqual({sql, name, rewritten: false})
    // Of a materialized view nobody is held up by that: only REFRESH writes to it.
    if (scanned && mode !== null && mode !== 'EXCLUSIVE')
      expect(strength(mode), `${sql} scans ${name}`).toBeLessThanOrEqual(LEAST)
  }
}
