import {expect, test} from 'vitest'
import type {Address} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'
import {readDependencies} from '../../src/schema/dependencies.ts'
import {differences} from '../../src/schema/difference.ts'
import {loadParser} from '../../src/schema/parse.ts'
import {planSteps} from '../../src/schema/plan/steps.ts'
import {readDatabase} from '../../src/schema/read.ts'
import {runSteps} from '../../src/schema/run-steps.ts'
import {tenantDrift} from '../../src/tenants/drift.ts'
import {sidesOf, withSequenceValues} from '../../src/tenants/sides.ts'
import {createDatabase} from '../support/database.ts'
import {pgDumpForTests} from '../support/schema.ts'
import {drifted, query} from './support.ts'

const TABLES = `
  CREATE TABLE users (id serial PRIMARY KEY, email varchar(254) UNIQUE NOT NULL, role varchar(20) CHECK (role IN ('admin', 'viewer')));
  CREATE INDEX idx_users_role ON users (role);
  CREATE TABLE companies (id bigserial PRIMARY KEY, owner integer REFERENCES users (id), "Odd one" serial);
  CREATE TABLE deals (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, company bigint REFERENCES companies ON DELETE CASCADE);
  CREATE TABLE empty (id serial PRIMARY KEY);
  COMMENT ON TABLE users IS 'who signs in';`

const likeMade = (name: string) => {
  const s = quoteIdent(name)
  return `CREATE SCHEMA ${s}; ${['users', 'companies', 'deals', 'empty']
    .map((table) => `CREATE TABLE ${s}.${table} (LIKE template.${table} INCLUDING ALL);`)
    .join(' ')}`
}

async function mend(address: Address, tenant: string, others: readonly string[]) {
  const [read] = await Promise.all([readDatabase(address, {pgDump: await pgDumpForTests()}), loadParser()])
  const sides = sidesOf(read, {template: 'template', tenant, others: new Set(others)})
  const found = await differences(sides.actual, sides.expected)
  const steps = await planSteps(sides.actual, sides.expected, found, {
    dependencies: () => withConnection(address, readDependencies),
  })
  const finished = withSequenceValues(steps, sides)
  await withConnection(address, (client) => runSteps(client, finished))
  return finished
}

test('tenants made by LIKE … INCLUDING ALL are known as such, and mended with their rows in place', async () => {
  const hostile = `o'k "x"`
  const tenants = ['tenant_a', hostile]
  const address = await createDatabase(
    `CREATE SCHEMA template; SET search_path = template; ${TABLES} ${tenants.map(likeMade).join(' ')}`,
  )
  for (const tenant of tenants) {
    const s = quoteIdent(tenant)
    await query(address, `INSERT INTO ${s}.users (email) SELECT '${tenant.length}' || i FROM generate_series(1, 3) i`)
    await query(address, `INSERT INTO ${s}.companies (owner) SELECT max(id) FROM ${s}.users`)
    await query(address, `INSERT INTO ${s}.deals (company) SELECT id FROM ${s}.companies`)
  }
  const read = await readDatabase(address, {pgDump: await pgDumpForTests()})
  const {groups} = await tenantDrift(read, 'template', tenants)
  expect(groups).toHaveLength(1)
  expect(groups[0]?.tenants).toEqual(tenants)
  expect(groups[0]?.explanation).toContain(
    'copies no foreign keys (2 missing here) and leaves 4 columns drawing numbers from the sequences of template',
  )
  const rows = (s: string) =>
    query(address, `SELECT (SELECT array_agg(id) FROM ${s}.users), (SELECT array_agg(id::int) FROM ${s}.companies)`)
  const before = await Promise.all(tenants.map((tenant) => rows(quoteIdent(tenant))))
  const shared = await query(address, 'SELECT last_value FROM template.users_id_seq')

  for (const tenant of tenants) await mend(address, tenant, tenants)

  expect(await drifted(address, tenants)).toEqual({absent: [], groups: []})
  expect(await Promise.all(tenants.map((tenant) => rows(quoteIdent(tenant))))).toEqual(before)
  for (const tenant of tenants) {
    const s = quoteIdent(tenant)
    expect(
      await query(address, `SELECT nextval('${s.replaceAll("'", "''")}.users_id_seq')::int - max(id) FROM ${s}.users`),
    ).toEqual([[1]])
    expect(await query(address, `SELECT nextval('${s.replaceAll("'", "''")}.empty_id_seq')::int`)).toEqual([[1]])
    await expect(query(address, `INSERT INTO ${s}.deals (company) VALUES (99)`)).rejects.toMatchObject({code: '23503'})
  }
  expect(await query(address, 'SELECT last_value FROM template.users_id_seq')).toEqual(shared)
})

test('a tenant that differs otherwise is not taken for one, and a tenant that is like the template needs no plan', async () => {
  const address = await createDatabase(
    `CREATE SCHEMA template; SET search_path = template; ${TABLES} CREATE SCHEMA tenant_b; SET search_path = tenant_b; ${TABLES}`,
  )
  expect(await mend(address, 'tenant_b', ['tenant_b'])).toEqual([])
  await query(address, 'ALTER TABLE tenant_b.deals DROP CONSTRAINT deals_company_fkey')
  const read = await readDatabase(address, {pgDump: await pgDumpForTests()})
  const {groups} = await tenantDrift(read, 'template', ['tenant_b'])
  expect(groups.map(({explanation}) => explanation)).toEqual([null])
  await mend(address, 'tenant_b', ['tenant_b'])
  expect(await drifted(address, ['tenant_b'])).toEqual({absent: [], groups: []})
})
