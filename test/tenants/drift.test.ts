import {expect, test} from 'vitest'
import {readDatabase} from '../../src/schema/read.ts'
import {tenantDrift} from '../../src/tenants/drift.ts'
import {createDatabase} from '../support/database.ts'
import {pgDumpForTests} from '../support/schema.ts'

const TABLES = `
  CREATE TABLE users (id serial PRIMARY KEY, role varchar(20) CHECK (role IN ('admin', 'viewer')), note text DEFAULT 'template.users');
  CREATE TABLE deals (id serial PRIMARY KEY, owner_id integer REFERENCES users (id));
  CREATE INDEX deals_owner_id_idx ON deals (owner_id);
  CREATE VIEW admins AS SELECT * FROM users WHERE role IN ('admin', 'viewer');
  COMMENT ON TABLE users IS 'see template.users';`

const schema = (name: string, sql = TABLES): string => `CREATE SCHEMA "${name}"; SET search_path = "${name}"; ${sql}\n`

test('tenants are compared with the template, and grouped by what differs', async () => {
  const hostile = 'Tenant "9"; drop'
  const address = await createDatabase(
    [
      schema('template'),
      schema('tenant_1'),
      schema(hostile.replaceAll('"', '""')),
      ...['tenant_3', 'tenant_4'].map((name) => `${schema(name)} DROP INDEX deals_owner_id_idx;`),
      schema(
        'tenant_5',
        'CREATE TABLE users (LIKE template.users INCLUDING ALL); CREATE TABLE deals (LIKE template.deals INCLUDING ALL);',
      ),
    ].join(''),
  )
  const read = await readDatabase(address, {pgDump: await pgDumpForTests()})
  const tenants = ['tenant_1', hostile, 'tenant_3', 'tenant_4', 'tenant_5', 'tenant_6']
  const found = await tenantDrift(read, 'template', tenants)

  expect(found.equal).toEqual(['tenant_1', hostile])
  expect(found.absent).toEqual(['tenant_6'])
  expect(found.groups.map((group) => group.tenants)).toEqual([['tenant_3', 'tenant_4'], ['tenant_5']])
  expect(found.groups[0]?.changes).toMatchObject([
    {kind: 'index', identity: '"<tenant>".deals_owner_id_idx', change: 'missing'},
  ])
})

test('a tenant made by LIKE … INCLUDING ALL lacks foreign keys and draws from the sequences of the template', async () => {
  const address = await createDatabase(
    schema('template') +
      schema(
        'tenant_1',
        'CREATE TABLE users (LIKE template.users INCLUDING ALL); CREATE TABLE deals (LIKE template.deals INCLUDING ALL);',
      ),
  )
  const read = await readDatabase(address, {pgDump: await pgDumpForTests()})
  const {groups} = await tenantDrift(read, 'template', ['tenant_1'])
  const changes = groups[0]?.changes ?? []
  expect(changes).toContainEqual(expect.objectContaining({kind: 'fk constraint', change: 'missing'}))
  expect(changes).toContainEqual(
    expect.objectContaining({kind: 'sequence', identity: '"<tenant>".users_id_seq', change: 'missing'}),
  )
  const users = changes.find(({kind, identity}) => kind === 'table' && identity === '"<tenant>".users')
  expect(users?.details.join()).toContain("found integer DEFAULT nextval('template.users_id_seq'::regclass)")
})
