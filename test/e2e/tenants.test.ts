import {expect, test, vi} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {createDatabase} from '../support/database.ts'
import {projectOf, projectWithDatabases, shapeOf, urlWithPassword} from '../support/project.ts'
import {TEMPLATE} from '../tenants/fixture.ts'

vi.setConfig({testTimeout: 300_000})

const CONFIG = 'tenancy: {model: schema, reference: [stages], admin: admin.sql}'

test('a day with tenants: each command, its exit code, its JSON', async () => {
  const project = await projectWithDatabases(
    {
      'sql/schema.sql': TEMPLATE,
      'admin.sql': "INSERT INTO users (address) VALUES (:'email');",
      'sql/tenant-migrations/001_note.sql': 'ALTER TABLE users ADD COLUMN note text;',
      'tenants.json': '["globex", {"name": "initech", "plan": "pro", "email": "bill@initech.example"}]',
    },
    CONFIG,
  )
  const ask = async (code: number, ...args: string[]) => {
    const ended = await project.run(...args, '--json')
    expect({args, code: ended.code, stderr: ended.stderr}).toEqual({args, code, stderr: ''})
    return JSON.parse(ended.stdout)
  }
  await ask(0, 'apply', 'dev')
  expect(await ask(2, 'tenant', 'create', 'acme')).toMatchObject({error: {code: 'missing_parameter'}})
  expect(await ask(2, 'tenant', 'create', 'Acme Corp')).toMatchObject({error: {code: 'bad_tenant_name'}})
  const made = await ask(0, 'tenant', 'create', 'acme', '--from-file', 'tenants.json', '--param', 'email=a@b')
  expect(shapeOf(made)).toEqual({
    database: 'string',
    tenants: [{name: 'string', schema: 'string', outcome: 'string', problem: 'null', duration: 'number'}],
  })
  expect(await ask(1, 'tenant', 'create', 'acme', '--param', 'email=a@b')).toMatchObject({
    tenants: [{outcome: 'exists', problem: {code: 'tenant_exists'}}],
  })
  await ask(0, 'tenant', 'create', 'acme', '--param', 'email=a@b', '--if-missing')
  expect(await ask(0, 'tenant', 'list')).toMatchObject({
    tenants: [{name: 'acme'}, {name: 'globex'}, {name: 'initech', schema: 'tenant_initech', state: 'whole'}],
  })
  await withConnection(project.dev, async (client) => {
    const {rows} = await client.query('SELECT address, plan FROM tenant_initech.users, tenants WHERE subdomain = $1', [
      'initech',
    ])
    expect(rows).toEqual([{address: 'bill@initech.example', plan: 'pro'}])
  })
  // Tenants come and go: they are no drift from the master schema, and neither is the history of the template.
  expect(await ask(0, 'drift', 'dev')).toMatchObject({drifted: false})
  expect(await ask(0, 'tenant', 'drift')).toMatchObject({drifted: false, equal: {length: 3}})
  expect(await ask(0, 'tenant', 'migrate', '--dry-run')).toMatchObject({template: {versions: ['001']}})
  expect(await ask(0, 'tenant', 'migrate')).toMatchObject({
    template: ['001'],
    stopped: null,
    tenants: [{outcome: 'migrated', versions: ['001']}, {outcome: 'migrated'}, {outcome: 'migrated'}],
  })
  expect(await ask(0, 'tenant', 'drift')).toMatchObject({drifted: false})
  expect(await ask(0, 'tenant', 'stats', '--count', 'users')).toMatchObject({tenants: [{counts: {users: 1}}, {}, {}]})
  expect(await ask(0, 'tenant', 'rename', 'acme', 'acme-corp', '--yes')).toMatchObject({
    to: {schema: 'tenant_acme-corp'},
  })
  expect(await ask(2, 'tenant', 'rename', 'acme', 'x', '--yes')).toMatchObject({error: {code: 'unknown_tenant'}})
  expect(await ask(0, 'tenant', 'check')).toMatchObject({findings: []})
  await withConnection(project.dev, (client) => client.query("DELETE FROM tenants WHERE subdomain = 'globex'"))
  expect(await ask(1, 'tenant', 'check')).toMatchObject({findings: [{rule: 'schema-without-tenant'}]})
  const text = await project.run('tenant', 'migrate')
  expect(text.stdout).toBe('dev: nothing to do; 2 tenants up to date\n')

  await ask(0, 'apply', 'test')
  expect(await ask(0, 'tenant', 'backup', 'initech', '--output', 'initech.sql')).toMatchObject({file: 'initech.sql'})
  expect(await ask(2, 'tenant', 'restore', 'initech.sql')).toMatchObject({error: {code: 'tenant_exists'}})
  expect(await ask(2, 'tenant', 'restore', 'initech.sql', '--replace')).toMatchObject({
    error: {code: 'needs_confirmation'},
  })
  expect(await ask(0, 'tenant', 'restore', 'initech.sql', '--replace', '--yes')).toMatchObject({rows: {users: 1}})
  expect(await ask(0, 'tenant', 'restore', 'initech.sql', '--as', 'copy')).toMatchObject({schema: 'tenant_copy'})
  expect(await ask(0, 'tenant', 'clone', 'initech', 'twin')).toMatchObject({outcome: 'created'})
  expect(await ask(0, 'tenant', 'move', 'twin', '--to', 'test', '--yes')).toMatchObject({to: 'test', tables: 7})
  expect(await ask(0, 'tenant', 'list', '--database', 'test')).toMatchObject({tenants: [{name: 'twin'}]})
  expect(await ask(2, 'tenant', 'drop', 'copy')).toMatchObject({error: {code: 'needs_confirmation'}})
  expect(await ask(2, 'tenant', 'drop', 'copy', '--yes')).toMatchObject({error: {code: 'needs_confirmation'}})
  expect(await ask(2, 'tenant', 'drop', 'copy', '--confirm', 'twin')).toMatchObject({
    error: {code: 'needs_confirmation'},
  })
  const {tenants} = await ask(0, 'tenant', 'drop', 'copy', '--confirm', 'copy')
  expect(await ask(0, 'tenant', 'restore', tenants[0].backup.file)).toMatchObject({name: 'copy'})
  await ask(0, 'tenant', 'restore', 'initech.sql', '--as', 'other')
  const both = ['--confirm', 'copy', '--confirm', 'other']
  expect(await ask(0, 'tenant', 'drop', 'copy', 'other', '--no-backup', ...both)).toMatchObject({
    tenants: [
      {tenant: {name: 'copy'}, backup: null},
      {tenant: {name: 'other'}, backup: null},
    ],
  })
  expect(await ask(0, 'tenant', 'drift')).toMatchObject({drifted: false, equal: {length: 2}})
  await withConnection(project.dev, (client) => client.query('DROP INDEX tenant_initech.users_address'))
  expect(await ask(1, 'tenant', 'plan', 'initech')).toMatchObject({proven: true, steps: [{kind: 'index'}]})
})

test('a move between protected databases wants both names', async () => {
  const [from, to] = [await createDatabase(TEMPLATE), await createDatabase(TEMPLATE)]
  const entries = Object.entries({from, to}).map(
    ([name, address]) => `${name}: {url: ${JSON.stringify(urlWithPassword(address))}, protected: true}`,
  )
  const {run} = projectOf({'pgplumb.yaml': `databases: {${entries.join(', ')}}\ntenancy: {model: schema}`})
  const flags = ['--yes', '--confirm', from.database]
  expect(await run('tenant', 'create', 'acme', ...flags)).toMatchObject({code: 0})
  const move = ['tenant', 'move', 'acme', '--to', 'to', ...flags]
  expect(await run(...move)).toMatchObject({code: 2, stderr: expect.stringContaining(`"${to.database}" is protected`)})
  expect(await run(...move, '--confirm', to.database)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('compared'),
  })
})
