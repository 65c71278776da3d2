import {expect, test, vi} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'
import {createDatabase} from '../support/database.ts'
import {freePort} from '../support/free-port.ts'
import {filesWith, projectOf, urlWithPassword} from '../support/project.ts'
import {createRole} from '../support/role.ts'
import {startServer} from '../support/throwaway-server.ts'

vi.setConfig({testTimeout: 240_000})

const SECRET = 's3cr3t/pass"word'

/** One screen on stderr, exit code 2, nothing on stdout, no stack, no secret. */
function expectError(
  {code, stdout, stderr}: {code: number | null; stdout: string; stderr: string},
  ...parts: RegExp[]
) {
  expect({code, stdout, stderr}).toMatchObject({code: 2, stdout: '', stderr: expect.stringMatching(/^error: /m)})
  for (const part of parts) expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(part)
  expect(stderr.split('\n').length).toBeLessThan(24)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stderr).not.toContain('s3cr3t')
}

test('no project, and a config that is not there', async () => {
  const {run} = projectOf({'package.json': '{}', '.git/HEAD': ''})
  expectError(await run('apply'), /no pgplumb\.yaml and no sql\/schema\.sql/, /hint: go to your project/)
  expectError(await run('drift', '--config', 'other.yaml'), /other\.yaml does not exist/, /--config/)
})

test('a master schema that is missing, empty or no text', async () => {
  const {run, write} = projectOf({'pgplumb.yaml': '{}', 'sql/prelude.sql': 'CREATE SCHEMA auth;'})
  expectError(await run('validate'), /schema\.sql: there is no such file/, /the key schema of the config/)
  write('sql/schema.sql', '-- to come\n\n/* soon */\n')
  for (const command of ['validate', 'drift', 'apply', 'plan', 'check'])
    expect([command, await run(command)]).toMatchObject([command, {code: 2}])
  write('sql/schema.sql', 'SELECT \0;')
  expectError(await run('validate'), /sql\/schema\.sql is a binary file/)
})

test('an SQL error names the file, line and column, and leaves nothing', async () => {
  const dev = await createDatabase()
  const {run} = projectOf({
    'pgplumb.yaml': `databases: {dev: {url: "${urlWithPassword(dev)}"}}`,
    'sql/schema.sql': 'CREATE TABLE fine (a int);\n\nCREATE TABLE odd (b strng);\n',
  })
  expectError(await run('apply'), /type "strng" does not exist/, /sql\/schema\.sql:3:21/, /3 │ CREATE TABLE odd/)
  expect(await run('validate')).toMatchObject({code: 0})
  const {code, stdout} = await run('validate', '--deep')
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^sql\/schema\.sql\n +3:21 +error +server-error/)])
  await withConnection(dev, async (client) => {
    const {rows} = await client.query("SELECT FROM pg_tables WHERE schemaname = 'public'")
    expect(rows).toEqual([])
  })
})

test('servers and databases that are not there, and what status and doctor make of them', async () => {
  const dev = await createDatabase()
  const nowhere = new URL(urlWithPassword(dev))
  nowhere.pathname = '/no such %25 database'
  const url = `postgres://bob:${encodeURIComponent(SECRET)}@127.0.0.1:${await freePort()}/x`
  const {run} = projectOf({
    'pgplumb.yaml': `databases:\n  off: {url: "${url}"}\n  nodb: {url: "${nowhere}"}\n  unset: {url: "\${E2E_UNSET_URL}"}\n`,
    'sql/schema.sql': 'CREATE TABLE t (a int);',
  })
  expectError(await run('drift', 'off'), /cannot reach off at bob@127/, /ECONNREFUSED/, /hint: check that it runs/)
  expectError(await run('apply', 'nodb'), /nodb: database "no such % database" does not exist/, /pgplumb reset nodb/)
  expectError(await run('lint', 'unset'), /E2E_UNSET_URL is not set/, /pgplumb\.yaml:4:/)
  expectError(await run('migrate', 'lnit'), /no database "lnit"/, /did you mean pgplumb migrate lint\? there are off/)
  expectError(await run('migrate', 'of'), /no database "of"/, /did you mean off\?/)
  const status = await run('status')
  expect(status).toMatchObject({code: 0, stderr: ''})
  expect(status.stdout.match(/not reachable/g)).toHaveLength(3)
  expect(await run('status', '--check')).toMatchObject({code: 1})
  const json = await run('doctor', '--json')
  expect(json.code).toBe(1)
  expect(`${status.stdout}${json.stdout}`).not.toContain('s3cr3t')
  const debug = await run('drift', 'off', '--debug')
  expect(debug.stderr).toMatch(/^\s+at /m)
  expect(debug.stderr).not.toContain('s3cr3t')
})

test('a wrong password is told, and is nowhere to be read', async () => {
  const server = await startServer({hba: ['host all all 127.0.0.1/32 scram-sha-256']})
  try {
    const {run, root, write} = projectOf({'sql/schema.sql': 'CREATE TABLE t (a int);', 'pgplumb.yaml': ''})
    const config = (user: string, password: string) =>
      `databases: {dev: {host: 127.0.0.1, port: ${server.address.port}, database: postgres, user: ${user}, password: ${JSON.stringify(password)}}}`
    write('pgplumb.yaml', config('postgres', SECRET))
    expectError(await run('apply'), /password authentication failed/, /check the user and password/)
    expect((await run('apply', '--json')).stdout).not.toContain('s3cr3t')
    write('pgplumb.yaml', config('postgres', 'pass:word@1'))
    expect(await run('apply')).toMatchObject({code: 0})
    expect(await run('drift')).toMatchObject({code: 0})
    expect(filesWith(root, 'pass:word@1').map(({file}) => file)).toEqual([`${root}/pgplumb.yaml`])
  } finally {
    await server.stop()
  }
})

test('a dump that may not read a table says which, and who could', async () => {
  const role = await createRole()
  const dev = await createDatabase('CREATE SCHEMA shut; CREATE TABLE shut.t (a int)')
  const {run} = projectOf({
    'pgplumb.yaml': `databases: {dev: {url: "${urlWithPassword({...dev, user: role})}"}}`,
    'sql/schema.sql': 'CREATE TABLE t (a int);',
  })
  expectError(await run('dump', 'dev'), /permission denied/, new RegExp(role), /hint: /)
})

test('a clash of names in the config is refused', async () => {
  const {run, write} = projectOf({
    'pgplumb.yaml': 'databases: {__proto__: {port: 5999}}',
    'sql/schema.sql': 'SELECT 1;',
  })
  expectError(await run('status'), /__proto__: no database can have this name/)
  write('pgplumb.yaml', 'databases: {constructor: {port: 5999}}')
  expectError(await run('status'), /constructor: no database can have this name/)
  write('pgplumb.yaml', 'databases: {toString: {port: 5999}}')
  expect(await run('status')).toMatchObject({code: 0, stdout: expect.stringContaining('toString')})
})

test('a file that cannot be written, and a reader who leaves early', async () => {
  const dev = await createDatabase('CREATE TABLE t (a int)')
  const project = projectOf({
    'pgplumb.yaml': `databases: {dev: {url: "${urlWithPassword(dev)}"}}`,
    'sql/schema.sql': 'CREATE TABLE t (a int);',
    'kept/file': '',
  })
  expectError(await project.run('dump', '--output', 'no/such/folder.sql'), /there is no such file or folder/)
  expectError(await project.run('dump', '--output', 'kept'), /is a folder/)
  expectError(await project.run('drift', '--output', '/dev/full'), /no space left on the disk/)
  const child = project.start('dump')
  child.stdout?.destroy()
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
})

test('a role without CREATEDB: the shadow is on an embedded server, which makes the roles that are granted to', async () => {
  const [role, reader] = [await createRole(), await createRole('NOLOGIN')]
  const dev = await createDatabase()
  await withConnection(dev, (client) =>
    client.query(`ALTER DATABASE ${quoteIdent(dev.database)} OWNER TO ${role}; ALTER SCHEMA public OWNER TO ${role}`),
  )
  const {run} = projectOf({
    'pgplumb.yaml': `databases: {dev: {url: "${urlWithPassword({...dev, user: role})}"}}`,
    'sql/schema.sql': `CREATE TABLE t (a int); GRANT SELECT ON t TO ${reader};`,
  })
  expect(await run('apply')).toMatchObject({code: 0})
  expect(await run('drift')).toMatchObject({code: 0, stdout: expect.stringContaining('dev agrees with sql/schema.sql')})
  await withConnection(dev, (client) => client.query('ALTER TABLE t ADD b int'))
  expect(await run('plan')).toMatchObject({code: 1, stdout: expect.stringContaining('proven: it ran on a clone')})
  expect(await run('stop')).toMatchObject({code: 0, stdout: expect.stringContaining('shadow: stopped')})
})
