import {expect, test} from 'vitest'
import type {Address} from '../../../src/postgres/address.ts'
import {withConnection} from '../../../src/postgres/connect.ts'
import {quoteIdent} from '../../../src/postgres/quote.ts'
import type {Access} from '../../../src/tenants/access/access.ts'
import {accessDifferences} from '../../../src/tenants/access/differences.ts'
import {createRoles, grantAccess} from '../../../src/tenants/access/grant.ts'
import {accessGroups} from '../../../src/tenants/access/groups.ts'
import {checkTenants} from '../../../src/tenants/check.ts'
import {createDatabase} from '../../support/database.ts'
import {HOSTILE, TEMPLATE} from '../fixture.ts'
import {create, query, REGISTRY} from '../support.ts'

const SUFFIX = `${process.pid}`
const ROLES = {writer: `writer "${SUFFIX}`, reader: `reader ${SUFFIX}`, admin: `ADMIN_${SUFFIX}`}
const NONE = {schema: [], tables: [], sequences: [], functions: [], except: []}
const ACCESS: readonly Access[] = [
  {
    ...NONE,
    role: ROLES.writer,
    schema: ['usage'],
    tables: ['select', 'insert', 'update', 'delete'],
    sequences: ['usage', 'select'],
  },
  {...NONE, role: ROLES.reader, schema: ['usage'], tables: ['select'], except: ['users']},
  {...NONE, role: ROLES.admin, schema: ['all'], tables: ['all'], sequences: ['all'], functions: ['execute']},
]

async function prepared(names: readonly string[]): Promise<{address: Address; schemas: readonly string[]}> {
  const address = await createDatabase(TEMPLATE)
  await withConnection(address, (client) => createRoles(client, Object.values(ROLES)))
  await create(address, names)
  return {address, schemas: ['template', ...names.map((name) => `tenant_${name}`)]}
}

const differing = (address: Address, schemas: readonly string[]) =>
  withConnection(address, (client) => accessDifferences(client, schemas, ACCESS))

/** Tried rather than read from the catalogs. */
const may = (address: Address, role: string, sql: string): Promise<boolean> =>
  withConnection(address, async (client) => {
    await client.query(`BEGIN; SET LOCAL ROLE ${quoteIdent(role)}`)
    return client.query(sql).then(
      () => true,
      (error: {code?: string}) => {
        if (error.code !== '42501') throw error
        return false
      },
    )
  })

test('all is granted, in schemas of any name, on what is there and on what is to come; nothing else is', async () => {
  const {address, schemas} = await prepared(['a', ...HOSTILE])
  expect(
    accessGroups(await differing(address, schemas))
      .flatMap((group) => group.schemas)
      .sort(),
  ).toEqual([...schemas].sort())
  expect(await grantAccess(address, schemas, ACCESS)).toEqual({granted: expect.any(Array), failed: []})
  expect(await differing(address, schemas)).toEqual([])
  for (const schema of schemas) {
    const s = quoteIdent(schema)
    await query(address, `CREATE TABLE ${s}.later (id serial PRIMARY KEY, note text)`)
    for (const [role, sql, allowed] of [
      [ROLES.writer, `INSERT INTO ${s}.stages (label) VALUES ('x')`, true],
      [ROLES.writer, `INSERT INTO ${s}.later (note) VALUES ('x')`, true],
      [ROLES.writer, `TRUNCATE ${s}.later`, false],
      [ROLES.writer, `CREATE TABLE ${s}.mine (a int)`, false],
      [ROLES.reader, `SELECT * FROM ${s}.deals`, true],
      [ROLES.reader, `SELECT * FROM ${s}.later`, true],
      [ROLES.reader, `DELETE FROM ${s}.deals`, false],
      [ROLES.admin, `TRUNCATE ${s}.later`, true],
      [ROLES.admin, `CREATE TABLE ${s}.mine (a int)`, true],
      [ROLES.admin, `SELECT ${s}.count_users()`, true],
    ] as const)
      expect([role, sql, await may(address, role, sql)]).toEqual([role, sql, allowed])
  }
  expect(await differing(address, schemas), 'what came later is as declared').toEqual([])
})

test('drift is found tenant by tenant, grouped, and its SQL mends it; columns keep their grants', async () => {
  const {address, schemas} = await prepared(['a', 'b', 'c'])
  await grantAccess(address, schemas, ACCESS)
  const [writer, reader] = [quoteIdent(ROLES.writer), quoteIdent(ROLES.reader)]
  for (const schema of ['tenant_a', 'tenant_c'])
    await query(
      address,
      `REVOKE INSERT ON ${schema}.deals FROM ${writer}; GRANT SELECT ON ${schema}.users TO ${reader};
       GRANT SELECT (id, role) ON ${schema}.users TO ${reader}; GRANT UPDATE (role) ON ${schema}.users TO ${reader};
       ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} REVOKE SELECT ON TABLES FROM ${reader}`,
    )
  const groups = accessGroups(await differing(address, schemas))
  expect(groups).toMatchObject([
    {
      schemas: ['tenant_a', 'tenant_c'],
      differences: [
        {role: ROLES.reader, kind: 'future tables', object: null, missing: ['SELECT'], extra: []},
        {
          role: ROLES.reader,
          kind: 'tables',
          object: 'users',
          missing: [],
          extra: ['SELECT'],
          columns: ['SELECT (id, role)', 'UPDATE (role)'],
        },
        {role: ROLES.writer, kind: 'tables', object: 'deals', missing: ['INSERT'], extra: []},
      ],
    },
  ])
  const findings = await withConnection(address, (client) =>
    checkTenants(client, {registry: REGISTRY, template: 'template', prefix: 'tenant_', access: ACCESS}),
  )
  expect(findings).toMatchObject([{rule: 'tenant-access', object: {identity: 'tenant_a and 1 more'}}])
  await query(address, findings[0]?.sql ?? '')
  expect(await differing(address, schemas)).toEqual([])
  await query(address, 'REVOKE SELECT ON tenant_a.users FROM PUBLIC')
  expect(await may(address, ROLES.reader, 'SELECT id FROM tenant_a.users')).toBe(true)
  expect(await may(address, ROLES.reader, 'SELECT address FROM tenant_a.users')).toBe(false)
})

test('a role that is missing is said with its cure; one that is made cannot sign in', async () => {
  const address = await createDatabase(TEMPLATE)
  const role = `later_${SUFFIX}`
  const access = [{...NONE, role, schema: ['usage']}]
  await expect(grantAccess(address, ['template'], access)).rejects.toMatchObject({
    code: 'no_role',
    hint: expect.stringContaining(`CREATE ROLE "${role}" NOLOGIN;`),
  })
  expect(await withConnection(address, (client) => createRoles(client, [role]))).toEqual([role])
  expect(await query(address, `SELECT rolcanlogin, rolpassword FROM pg_authid WHERE rolname = '${role}'`)).toEqual([
    [false, null],
  ])
  expect(await grantAccess(address, ['template'], access)).toEqual({granted: ['template'], failed: []})
  await query(address, `DROP OWNED BY ${role}; DROP ROLE ${role}`)
})

test('who may not grant there is told so, and by whom it can be done', async () => {
  const {address, schemas} = await prepared(['a'])
  const login = `login_${SUFFIX}`
  await query(
    address,
    `CREATE ROLE ${login} LOGIN PASSWORD 'secret'; GRANT USAGE ON SCHEMA template, tenant_a TO ${login}`,
  )
  const {failed} = await grantAccess({...address, user: login, password: 'secret'}, schemas, ACCESS)
  expect(failed.map(({schema}) => schema).sort()).toEqual([...schemas].sort())
  await query(address, `DROP OWNED BY ${login}; DROP ROLE ${login}`)
})
