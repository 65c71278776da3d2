import {expect, test} from 'vitest'
import {readMigrations} from '../../../src/migrations/index.ts'
import type {Address} from '../../../src/postgres/address.ts'
import {withConnection} from '../../../src/postgres/connect.ts'
import {quoteIdent} from '../../../src/postgres/quote.ts'
import {migrateTenants} from '../../../src/tenants/migrate/migrate.ts'
import type {MigrateOptions} from '../../../src/tenants/migrate/options.ts'
import {parseCanary} from '../../../src/tenants/migrate/stages.ts'
import {createDatabase, session} from '../../support/database.ts'
import {HOSTILE, TEMPLATE} from '../fixture.ts'
import {create, drifted, query, REGISTRY} from '../support.ts'

const folder = (files: Record<string, string>) =>
  readMigrations(
    Object.entries(files).map(([file, text]) => ({file, text})),
    'sql/tenant-migrations',
  )

const FILES = {
  '001_note.sql': 'ALTER TABLE users ADD COLUMN note text;',
  '002_tags.sql': `CREATE TABLE tags (id serial PRIMARY KEY, deal bigint REFERENCES deals);
    CREATE INDEX ON tags (deal); INSERT INTO tags DEFAULT VALUES;`,
}

const migrate = (address: Address, files: Record<string, string>, options: Partial<MigrateOptions> = {}) =>
  migrateTenants(address, folder(files), {registry: REGISTRY, template: 'template', ...options})

const versions = (address: Address, schema: string) =>
  query(address, `SELECT version FROM ${quoteIdent(schema)}.schema_migrations WHERE applied_at IS NOT NULL ORDER BY 1`)

const summary = ({tenants, template, stopped}: Awaited<ReturnType<typeof migrate>>) => ({
  template,
  stopped,
  tenants: Object.fromEntries(tenants.map(({name, outcome}) => [name, outcome])),
})

test('the template and every tenant, whatever its name, once; and what is new next time', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a', ...HOSTILE])
  const first = await migrate(address, {'001_note.sql': FILES['001_note.sql']}, {canary: parseCanary('1,50%')})
  expect(first).toMatchObject({template: ['001'], stopped: null})
  expect(first.tenants.map(({outcome}) => outcome)).toEqual(['a', ...HOSTILE].map(() => 'migrated'))
  const second = await migrate(address, FILES)
  expect(second.tenants[0]).toMatchObject({outcome: 'migrated', versions: ['002']})
  const third = await migrate(address, FILES)
  expect(new Set(third.tenants.map(({outcome}) => outcome))).toEqual(new Set(['current']))
  for (const name of HOSTILE) expect(await versions(address, `tenant_${name}`)).toEqual([['001'], ['002']])
  expect(
    await drifted(
      address,
      ['a', ...HOSTILE].map((name) => `tenant_${name}`),
    ),
  ).toEqual({absent: [], groups: []})
  // A new one has what the template has, its history too.
  await create(address, ['later'])
  expect(summary(await migrate(address, FILES)).tenants.later).toBe('current')
  expect(await versions(address, 'tenant_later')).toEqual([['001'], ['002']])
})

test('a canary that fails keeps the others from being touched; later all go on', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a', 'b', 'c', 'd'])
  await query(address, 'ALTER TABLE tenant_a.users ADD COLUMN note int')
  const stopped = await migrate(address, FILES, {canary: parseCanary('1')})
  expect(summary(stopped)).toEqual({
    template: ['001', '002'],
    stopped: 'canary',
    tenants: {a: 'failed', b: 'not begun', c: 'not begun', d: 'not begun'},
  })
  expect(stopped.tenants.find(({name}) => name === 'a')?.problem).toMatchObject({
    code: 'migration_failed',
    place: 'sql/tenant-migrations/001_note.sql:1:1',
  })
  // Nothing of it is in effect, its history table included.
  expect(
    await query(address, "SELECT to_regclass('tenant_a.schema_migrations'), to_regclass('tenant_a.tags')"),
  ).toEqual([[null, null]])
  await query(address, 'ALTER TABLE tenant_a.users DROP COLUMN note')
  const rest = await migrate(address, FILES, {canary: parseCanary('1')})
  expect(summary(rest)).toEqual({
    template: [],
    stopped: null,
    tenants: {a: 'migrated', b: 'migrated', c: 'migrated', d: 'migrated'},
  })
  const recorded = 'SELECT tenant, outcome, versions, error_code FROM pgplumb.tenant_outcomes ORDER BY id'
  expect((await query(address, recorded)).filter(([tenant]) => tenant === 'a')).toEqual([
    ['a', 'failed', [], 'migration_failed'],
    ['a', 'migrated', ['001', '002'], null],
  ])
})

test('a failure does not stop the others, until there are too many', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a', 'b', 'c', 'd', 'e'])
  for (const name of ['b', 'd']) await query(address, `ALTER TABLE tenant_${name}.users ADD COLUMN note int`)
  const one = await migrate(address, FILES, {maxFailures: 1, concurrency: 1})
  expect(summary(one)).toMatchObject({
    stopped: 'max-failures',
    tenants: {a: 'migrated', b: 'failed', c: 'not begun', d: 'not begun', e: 'not begun'},
  })
  const all = await migrate(address, FILES)
  expect(summary(all)).toMatchObject({
    stopped: null,
    tenants: {a: 'current', b: 'failed', c: 'migrated', d: 'failed', e: 'migrated'},
  })
})

test('where the template fails no tenant is begun', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a'])
  await query(address, 'ALTER TABLE template.users ADD COLUMN note int')
  await expect(migrate(address, FILES)).rejects.toMatchObject({code: 'migration_failed'})
  expect(await query(address, "SELECT to_regclass('tenant_a.schema_migrations')")).toEqual([[null]])
})

test('a tenant without a schema fails, and is not given one; only the named one is migrated', async () => {
  const address = await createDatabase(`${TEMPLATE}
    INSERT INTO tenants (name, subdomain, schema_name) VALUES ('Gone', 'gone', 'tenant_gone')`)
  await create(address, ['a', 'b'])
  const only = await migrate(address, FILES, {only: (tenants) => tenants.filter(({name}) => name === 'b')})
  expect(summary(only)).toEqual({template: [], stopped: null, tenants: {b: 'migrated'}})
  const all = await migrate(address, {'001_note.sql': 'SELECT 1'})
  expect(all.tenants.find(({name}) => name === 'gone')).toMatchObject({problem: {code: 'tenant_without_schema'}})
  expect(await query(address, "SELECT count(*)::int FROM pg_namespace WHERE nspname = 'tenant_gone'")).toEqual([[0]])
})

test('what cannot run in a transaction runs by itself, in each tenant', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a', 'b', 'c'])
  const files = {
    '001_index.sql': 'CREATE INDEX CONCURRENTLY users_note ON users (role); ALTER TABLE users ADD note text;',
  }
  const done = await migrate(address, files, {concurrency: 2})
  expect(done.tenants.map(({outcome, problem}) => [outcome, problem])).toEqual([
    ['migrated', null],
    ['migrated', null],
    ['migrated', null],
  ])
  expect(await drifted(address, ['tenant_a', 'tenant_b', 'tenant_c'])).toEqual({absent: [], groups: []})
})

test('tenants that join while a run is under way are brought up too', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a', 'b', 'c'])
  // The run is not over before the newcomer is there.
  const holder = await session(address)
  await holder.query('BEGIN; LOCK TABLE tenant_c.users, tenant_c.deals')
  let joining: Promise<unknown> | undefined
  const done = await migrate(address, FILES, {
    concurrency: 1,
    lockTimeout: 200,
    onTenant: ({name}) => {
      // As an older program would make it: from the schema of yesterday, without a history.
      if (name === 'a')
        joining = query(
          address,
          `CREATE SCHEMA tenant_old; CREATE TABLE tenant_old.users (); CREATE TABLE tenant_old.deals (id bigint PRIMARY KEY);
           INSERT INTO tenants (name, subdomain, schema_name) VALUES ('Old', 'old', 'tenant_old')`,
        ).then(() => holder.query('ROLLBACK'))
    },
  })
  await joining
  expect(summary(done).tenants).toEqual({a: 'migrated', b: 'migrated', c: 'migrated', old: 'migrated'})
  expect(await versions(address, 'tenant_old')).toEqual([['001'], ['002']])
})

test('a tenant created while the template is migrated has all of it or is brought up', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a'])
  const names = Array.from({length: 30}, (_, index) => `n${index}`)
  const [done, made] = await Promise.all([
    migrate(address, FILES, {concurrency: 2}),
    create(address, names, {concurrency: 2}),
  ])
  expect(new Set(made.map(({outcome, problem}) => problem?.message ?? outcome))).toEqual(new Set(['created']))
  expect(done.stopped).toBe(null)
  const schemas = names.map((name) => `tenant_${name}`)
  for (const schema of schemas) expect([schema, await versions(address, schema)]).toEqual([schema, [['001'], ['002']]])
  expect(await drifted(address, schemas)).toEqual({absent: [], groups: []})
})

test('interrupted: what ran is in effect, the rest is as it was, and a rerun goes on', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a', 'b', 'c', 'd'])
  const controller = new AbortController()
  const done = await migrate(address, FILES, {
    concurrency: 1,
    signal: controller.signal,
    onTenant: ({name}) => {
      if (name === 'b') controller.abort()
    },
  })
  expect(summary(done)).toMatchObject({
    stopped: 'interrupted',
    tenants: {a: 'migrated', b: 'migrated', c: 'not begun', d: 'not begun'},
  })
  expect(summary(await migrate(address, FILES)).tenants).toEqual({
    a: 'current',
    b: 'current',
    c: 'migrated',
    d: 'migrated',
  })
  await withConnection(address, async (client) => {
    const {rows} = await client.query("SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory'")
    expect(rows).toEqual([{n: 0}])
  })
})

test('two runs at once: every file runs once in each tenant, and none of them fails', async () => {
  const address = await createDatabase(TEMPLATE)
  const names = Array.from({length: 30}, (_, index) => `t${index}`)
  await create(address, names)
  // From now on every tenant has a history, and many go in one round trip.
  await migrate(address, {'001_note.sql': FILES['001_note.sql']})
  const runs = await Promise.all([migrate(address, FILES), migrate(address, FILES), migrate(address, FILES)])
  for (const {tenants} of runs) expect(tenants.filter(({outcome}) => outcome === 'failed')).toEqual([])
  for (const name of ['template', ...names.map((name) => `tenant_${name}`)]) {
    expect([name, await query(address, `SELECT count(*)::int FROM ${name}.tags`)]).toEqual([name, [[1]]])
    expect([name, await versions(address, name)]).toEqual([name, [['001'], ['002']]])
  }
})
