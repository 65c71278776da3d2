import {join} from 'node:path'
import {expect, test} from 'vitest'
import type {Address} from '../../src/postgres/address.ts'
import {dumpSchema} from '../../src/postgres/pg-dump/dump.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'
import {readAdminSql} from '../../src/tenants/admin-sql.ts'
import {createTenants} from '../../src/tenants/create.ts'
import {createDatabase} from '../support/database.ts'
import {temporaryFolder} from '../support/folder.ts'
import {createRole} from '../support/role.ts'
import {pgDumpForTests} from '../support/schema.ts'
import {HOSTILE, PUBLIC, TEMPLATE, tenantSql} from './fixture.ts'
import {create, drifted, query, REGISTRY} from './support.ts'

test('tenants with hostile names are like the template, whatever it holds', async () => {
  const address = await createDatabase(TEMPLATE)
  const made = await create(address, HOSTILE)
  expect(made.map(({outcome, problem}) => ({outcome, problem}))).toEqual(
    HOSTILE.map(() => ({outcome: 'created', problem: null})),
  )
  expect(
    await drifted(
      address,
      made.map(({schema}) => schema ?? ''),
    ),
  ).toEqual({absent: [], groups: []})
  expect(await query(address, 'SELECT subdomain, schema_name FROM tenants ORDER BY id')).toEqual(
    expect.arrayContaining(HOSTILE.map((name) => [name, `tenant_${name}`])),
  )
})

test('a tenant draws from its own sequences, and its functions and views read its own tables', async () => {
  const address = await createDatabase(TEMPLATE)
  await create(address, ['a', 'b\'"x'], {reference: ['stages']})
  for (const schema of ['tenant_a', `tenant_b'"x`]) {
    const s = quoteIdent(schema)
    await query(address, `INSERT INTO ${s}.users (address, role) VALUES ('a@b', 'admin')`)
    await query(address, `INSERT INTO ${s}.deals (stage, owner_id) VALUES (1, 1)`)
    expect(await query(address, `SELECT id::int, number::int FROM ${s}.deals`)).toEqual([[500, 1000]])
    expect(await query(address, `SELECT kind FROM ${s}.events`)).toEqual([['template.deal']])
    expect(await query(address, `SELECT ${s}.count_users()::int, (SELECT count(*)::int FROM ${s}.admins)`)).toEqual([
      [1, 1],
    ])
    // Reference rows keep their ids, and the next one follows them.
    await query(address, `INSERT INTO ${s}.stages (label) VALUES ('next')`)
    expect(await query(address, `SELECT id, upper FROM ${s}.stages ORDER BY id`)).toEqual([
      [1, 'LEAD'],
      [2, "WON'T"],
      [3, 'NEXT'],
    ])
  }
  expect(await query(address, 'SELECT count(*)::int FROM template.users')).toEqual([[0]])
  expect(await query(address, 'SELECT last_value::int, is_called FROM template.invoice_numbers')).toEqual([
    [1000, false],
  ])
})

test('a tenant is what psql would have made, by pg_dump and by its sequences', async () => {
  // pg_dump prints `role IN (…)` of a varchar differently once it was loaded: here of a text.
  const text = (sql: string) => sql.replaceAll('varchar(20)', 'text')
  const made = await createDatabase(text(TEMPLATE))
  await create(made, ['a'])
  const written = await createDatabase(text(PUBLIC + tenantSql('template') + tenantSql('tenant_a')))
  const dump = async (address: Address) => {
    let sql = ''
    for await (const piece of dumpSchema(address, await pgDumpForTests(), {schemas: ['tenant_a']})) sql += piece
    return sql.replaceAll(/^\\(un)?restrict .*$/gm, '')
  }
  expect(await dump(made)).toBe(await dump(written))
  const sequences = "SELECT * FROM pg_sequences WHERE schemaname = 'tenant_a' ORDER BY 2"
  expect((await query(made, sequences)).length).toBe(5)
  // The one table with rows in the template is empty here, and its sequence at its start.
  expect(await query(made, sequences)).toEqual(
    (await query(written, sequences)).map((row) => (row[1] === 'stages_id_seq' ? [...row.slice(0, -1), null] : row)),
  )
})

test('a rerun completes what is half-made, and a tenant that is there is an error of its own', async () => {
  const address = await createDatabase(`${TEMPLATE}
    INSERT INTO tenants (name, subdomain, schema_name) VALUES ('Row', 'row', 'tenant_row'), ('Both', 'both', 'tenant_both');
    CREATE SCHEMA tenant_both; CREATE SCHEMA tenant_schema; CREATE SCHEMA tenant_stranger; CREATE TABLE tenant_stranger.t ();`)
  await create(address, ['whole'])
  const made = await create(address, ['new', 'row', 'both', 'schema', 'stranger', 'whole', 'new'])
  const outcomes = Object.fromEntries(made.map(({name, outcome, problem}) => [name, [outcome, problem?.code]]))
  expect(outcomes).toEqual({
    new: ['created', undefined],
    row: ['completed', undefined],
    both: ['completed', undefined],
    schema: ['completed', undefined],
    stranger: ['failed', 'schema_exists'],
    whole: ['exists', 'tenant_exists'],
  })
  const whole = ['new', 'row', 'both', 'schema', 'whole'].map((name) => `tenant_${name}`)
  expect(await drifted(address, whole)).toEqual({absent: [], groups: []})
  // What the application had registered is kept.
  expect(await query(address, "SELECT name FROM tenants WHERE subdomain = 'row'")).toEqual([['Row']])
})

test('one tenant that fails leaves nothing, and does not stop the others', async () => {
  const address = await createDatabase(`${TEMPLATE}
    ALTER TABLE tenants ADD CHECK (subdomain <> 'bad'), ADD seats int NOT NULL, ADD UNIQUE (seats);`)
  const options = {naming: {prefix: 't-', names: 'subdomain', reserved: []}} as const
  await expect(create(address, ['a'], options)).rejects.toMatchObject({code: 'registry_needs_value'})
  const made = await createTenants(
    address,
    [
      {name: 'a', values: {seats: '1', plan: 'pro'}},
      {name: 'bad', values: {seats: '2'}},
      {name: 'twin', values: {seats: '1'}},
    ],
    {registry: REGISTRY, template: 'template', pgDump: await pgDumpForTests(), concurrency: 1, ...options},
  )
  expect(made.map(({name, outcome}) => [name, outcome])).toEqual([
    ['a', 'created'],
    ['bad', 'failed'],
    ['twin', 'failed'],
  ])
  expect(made[1]?.problem?.message).toContain('tenants_subdomain_check')
  expect(await query(address, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 't-%'")).toEqual([['t-a']])
  expect(await query(address, 'SELECT subdomain, plan, seats FROM tenants')).toEqual([['a', 'pro', 1]])
})

test.each([
  ['a_b', 'bad_tenant_name'],
  ['-a', 'bad_tenant_name'],
  ['Acme', 'bad_tenant_name'],
  ['a'.repeat(57), 'bad_tenant_name'],
  ['', 'bad_tenant_name'],
  ['www', 'reserved_name'],
])('the name %j is refused before anything is done', async (name, code) => {
  const address = await createDatabase(TEMPLATE)
  const naming = {prefix: 'tenant_', names: 'subdomain', reserved: ['www']} as const
  await expect(create(address, ['fine', name], {naming})).rejects.toMatchObject({code})
  expect(await query(address, 'SELECT count(*)::int FROM tenants')).toEqual([[0]])
})

test('the first user comes from an SQL file whose values are bound', async () => {
  const folder = temporaryFolder({
    'admin.sql': `-- the first user
      INSERT INTO users (address, role) VALUES (:'email', 'admin');
      UPDATE public.tenants SET plan = :'name' || ' ' || :'schema' || ' :''email' WHERE id = :'id';`,
  })
  const admin = await readAdminSql(join(folder, 'admin.sql'))
  const address = await createDatabase(TEMPLATE)
  await expect(create(address, ['a'], {admin})).rejects.toMatchObject({code: 'missing_parameter'})
  const email = "o'k@b'); DROP TABLE users; --"
  const options = {registry: REGISTRY, template: 'template', pgDump: await pgDumpForTests(), admin} as const
  const made = await createTenants(
    address,
    [
      {name: 'a', values: {email}},
      {name: 'b', values: {email: 'no at sign'}},
    ],
    {...options, naming: {prefix: '', names: 'any', reserved: []}},
  )
  expect(made.map(({outcome, problem}) => [outcome, problem?.code])).toEqual(
    expect.arrayContaining([
      ['created', undefined],
      ['failed', 'admin_sql_failed'],
    ]),
  )
  expect(await query(address, 'SELECT address, role FROM a.users')).toEqual([[email, 'admin']])
  expect(await query(address, 'SELECT subdomain, plan FROM tenants')).toEqual([['a', "a a :'email"]])
})

test('objects belong to whom they belong in the template', async () => {
  const role = await createRole()
  const address = await createDatabase(`${TEMPLATE}
    ALTER SCHEMA template OWNER TO ${role}; ALTER TABLE template.users OWNER TO ${role};
    ALTER FUNCTION template.count_users() OWNER TO ${role}; ALTER TYPE template.status OWNER TO ${role};`)
  await create(address, ['a'])
  expect(await query(address, OWNED_BY(role, 'tenant_a'))).toEqual(await query(address, OWNED_BY(role, 'template')))
})

const OWNED_BY = (role: string, schema: string) => `
  SELECT 'relation', relname::text FROM pg_class WHERE relnamespace = '${schema}'::regnamespace AND relowner = '${role}'::regrole AND relkind <> 'i'
  UNION ALL SELECT 'function', proname FROM pg_proc WHERE pronamespace = '${schema}'::regnamespace AND proowner = '${role}'::regrole
  UNION ALL SELECT 'type', typname FROM pg_type WHERE typnamespace = '${schema}'::regnamespace AND typowner = '${role}'::regrole
  UNION ALL SELECT 'schema', '' FROM pg_namespace WHERE nspname = '${schema}' AND nspowner = '${role}'::regrole
  ORDER BY 1, 2`

test('several that make the first tenants at the same time make one history between them', async () => {
  for (let round = 0; round < 3; round++) {
    const address = await createDatabase(TEMPLATE)
    const made = await Promise.all(['a', 'b', 'c', 'd'].map((name) => create(address, [name], {history: true})))
    expect(made.flat().map(({outcome}) => outcome)).toEqual(['created', 'created', 'created', 'created'])
  }
})
