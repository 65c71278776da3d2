import {expect, test} from 'vitest'
import {actsOnServer, rolesMadeBy} from '../../src/schema/server-wide.ts'
import {session} from '../support/database.ts'
import {type Databases, projectWithDatabases, type TestProject} from '../support/project.ts'

const HEADER = '-- WHAT: x\n-- WHY: y\n'

test.each([
  'CREATE ROLE app',
  'create user app password null',
  'ALTER ROLE app SET search_path = app',
  'DROP ROLE IF EXISTS app',
  'GRANT app TO other',
  'REVOKE app FROM other',
  'ALTER ROLE app RENAME TO other',
  "COMMENT ON ROLE app IS 'x'",
  'DROP OWNED BY app',
  'ALTER DATABASE d SET work_mem = 1',
  'ALTER DATABASE d OWNER TO app',
  'ALTER SYSTEM SET work_mem = 1',
  "CREATE TABLESPACE t LOCATION '/t'",
  "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN CREATE ROLE app; END IF; END $$",
  '\\set x 1\nCREATE ROLE app;',
])('it acts on the server: %s', async (sql) => {
  expect(await actsOnServer(['SELECT 1', sql])).toBe(true)
})

test.each([
  '-- CREATE ROLE app\nSELECT 1',
  "SELECT 'drop role app'",
  'GRANT SELECT ON t TO app',
  'GRANT USAGE ON SCHEMA s TO app; REVOKE ALL ON t FROM app',
  'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app',
  'CREATE USER MAPPING FOR app SERVER s',
  'SET ROLE app',
  "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'CREATE ROLE app'",
  "COMMENT ON TABLE t IS 'who may: grant it to app'",
])('it does not: %s', async (sql) => {
  expect(await actsOnServer([sql])).toBe(false)
})

test('a DO block, which looks first, may be left out of account', async () => {
  const block = 'DO $$ BEGIN CREATE ROLE c; END $$'
  expect(await actsOnServer([block], {inBlocks: false})).toBe(false)
  expect(await actsOnServer([`${block}; CREATE ROLE d`], {inBlocks: false})).toBe(true)
})

test('the roles that are made wherever the SQL runs', async () => {
  const guarded = 'DO $$ BEGIN CREATE ROLE c; END $$'
  expect([...(await rolesMadeBy(['CREATE ROLE a; CREATE USER "B"; GRANT a TO d', guarded]))]).toEqual(['a', 'B'])
})

/** A role of this name is not on the server of the databases. */
async function expectNoRole({dev}: Databases, role: string): Promise<void> {
  const client = await session(dev)
  expect((await client.query('SELECT rolname FROM pg_roles WHERE rolname = $1', [role])).rows).toEqual([])
}

const twice = async (run: TestProject['run'], ...args: readonly string[]) => {
  const first = await run(...args)
  expect((await run(...args)).stdout).toEqual(first.stdout)
  return first
}

test('roles that migrations make are made on no server but the own one by verify, rehearse, drift; and so each time anew', async () => {
  const role = `pgplumb_test_${process.pid}`
  const project = await projectWithDatabases({
    'sql/schema.sql': `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role}; END IF; END $$;
      CREATE TABLE t (a int); GRANT SELECT ON t TO ${role};`,
    'sql/migrations/001_role.sql': `${HEADER}CREATE ROLE ${role};\nCREATE TABLE t (a int);\n`,
    'sql/migrations/002_grant.sql': `${HEADER}GRANT SELECT ON t TO ${role};\n`,
  })
  const {run} = project
  const shadowed = async () => expectNoRole(project, role)
  const rehearsed = await run('migrate', 'rehearse', 'dev')
  expect(rehearsed).toMatchObject({code: 0, stdout: expect.stringContaining('002_grant.sql')})
  expect(await run('migrate', 'rehearse', 'dev')).toMatchObject({code: 0})
  await shadowed()
  expect(await twice(run, 'migrate', 'verify')).toMatchObject({
    stdout: expect.stringContaining('cannot run a second time'),
  })
  await shadowed()
  expect(await run('drift', 'dev', 'sql/migrations')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('public.t'),
  })
  project.write('sql/migrations/003_more.sql', `${HEADER}CREATE TABLE IF NOT EXISTS u ();\n`)
  // The template of before holds grants to the role that is to be made anew.
  expect(await run('drift', 'dev', 'sql/migrations')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('public.u'),
  })
  await shadowed()
}, 240_000)
