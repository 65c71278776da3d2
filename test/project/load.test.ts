import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {CONVENTIONS} from '../../src/project/conventions.ts'
import {resolveDatabase} from '../../src/project/databases.ts'
import {loadProject} from '../../src/project/load.ts'
import {temporaryFolder} from '../support/folder.ts'

const load = (cwd: string, env: Record<string, string> = {}) => loadProject({cwd, env: {HOME: cwd, ...env}})

test('an empty config has every default', async () => {
  const root = temporaryFolder({'pgplumb.yaml': '', 'sql/schema.sql': ''})
  const {databases, resolveUrl: _, ...project} = await load(root)
  expect(project).toEqual({
    root,
    configFile: join(root, 'pgplumb.yaml'),
    schema: [join(root, 'sql/schema.sql')],
    prelude: [],
    migrations: join(root, 'sql/migrations'),
    history: null,
    seeds: [],
    drift: {ignore: []},
    tenancy: null,
    isolation: {
      column: 'tenant_id',
      columns: ['tenant_id'],
      setting: 'app.tenant_id',
      roles: [],
      except: [],
      userColumns: [],
      signIn: null,
      members: [],
      formerMembers: [],
    },
    rules: {extends: 'recommended', ignore: [], failOn: 'error', severities: {}, folder: null, baseline: null},
    conventions: CONVENTIONS,
    maintenance: {
      daily: [
        {task: 'vacuum', tables: null, all: false, budget: null},
        {task: 'health', tables: null, all: false, budget: null},
      ],
      weekly: [
        {task: 'expire', tables: null, all: false, budget: null},
        {task: 'analyze', tables: null, all: false, budget: null},
        {task: 'reindex', tables: null, all: false, budget: null},
      ],
      monthly: [
        {task: 'analyze', tables: null, all: true, budget: null},
        {task: 'health', tables: null, all: false, budget: null},
      ],
      expire: null,
      at: {daily: '0 2 * * *', weekly: '0 3 * * 0', monthly: '0 4 1 * *'},
      window: {budget: null, until: null},
      throttle: {
        connections: 2,
        costDelay: 0,
        replicaLag: '30 seconds',
        activeSessions: null,
        giveWay: '1 second',
      },
      notify: {on: 'problems', command: null, webhook: null},
    },
    backup: {folder: join(root, 'backups'), keep: {last: 3, daily: 7, weekly: 4, monthly: 6}},
    pgDump: null,
    cacheDir: join(root, '.pgplumb'),
  })
  expect(databases.map(({name, kind}) => [name, kind])).toEqual([['dev', 'embedded']])
})

test('without a config, sql/schema.sql is enough, also from a folder below', async () => {
  const root = temporaryFolder({'My App/sql/schema.sql': '', 'My App/src/deep/x': ''})
  const project = await load(join(root, 'My App/src/deep'))
  expect(project).toMatchObject({root: join(root, 'My App'), configFile: null})
  expect(await resolveDatabase(project, 'dev')).toMatchObject({
    server: {kind: 'embedded', port: 5433, dataDir: join(root, 'My App/.pgplumb/server-5433')},
    address: {host: '127.0.0.1', port: 5433, database: 'my_app', user: 'postgres'},
    disposable: true,
  })
})

test('without anything, what is missing is named; or the defaults, if asked for', async () => {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, '.git'))
  await expect(load(cwd)).rejects.toMatchObject({code: 'no_config', hint: expect.stringContaining('pgplumb init')})
  expect(await loadProject({cwd, env: {}, required: false})).toMatchObject({root: cwd, configFile: null})
})

test("a repository's root ends the search", async () => {
  const root = temporaryFolder({'pgplumb.yaml': '', 'repo/.git/HEAD': '', 'repo/src/x': ''})
  await expect(load(join(root, 'repo/src'))).rejects.toMatchObject({code: 'no_config'})
})

test.each([
  ['pgplumb.json', '{\n\t"migrations": "db"\n}'],
  ['pgplumb.yml', 'migrations: db'],
  ['package.json', '{"name": "x", "pgplumb": {"migrations": "db"}}'],
])('%s is a config', async (name, text) => {
  const root = temporaryFolder({[name]: text})
  expect(await load(root)).toMatchObject({configFile: join(root, name), migrations: join(root, 'db')})
})

test('a package.json that only depends on pgplumb is none', async () => {
  const cwd = temporaryFolder({'package.json': '{"devDependencies": {"pgplumb": "1"}}', '.git/HEAD': ''})
  await expect(load(cwd)).rejects.toMatchObject({code: 'no_config'})
})

test('two configs are refused, --config says which', async () => {
  const cwd = temporaryFolder({'pgplumb.yaml': '', 'pgplumb.json': '{"migrations": "db"}'})
  await expect(load(cwd)).rejects.toMatchObject({code: 'bad_config', message: expect.stringContaining('pgplumb.json')})
  const project = await loadProject({cwd, configPath: 'pgplumb.json', env: {}})
  expect(project.migrations).toBe(join(cwd, 'db'))
  await expect(loadProject({cwd, configPath: 'gone.yaml', env: {}})).rejects.toMatchObject({code: 'no_config'})
})

test('a folder stands for its .sql files, by number', async () => {
  const root = temporaryFolder({
    'pgplumb.yaml': 'schema: [types.sql, db]\nseeds: empty',
    'db/10_b.sql': '',
    'db/2_a.sql': '',
    'db/README.md': '',
    'empty/x': '',
  })
  const project = await load(root)
  expect(project.schema).toEqual(['types.sql', 'db/2_a.sql', 'db/10_b.sql'].map((path) => join(root, path)))
  expect(project.seeds).toEqual([join(root, 'empty')])
})

test('all sections', async () => {
  const root = temporaryFolder({
    'pgplumb.yaml': `
schema: sql/schema.sql
pgDump: tools/pg_dump
tenancy: {model: schema, registry: {table: app.tenants}, template: blank}
isolation: {column: org_id, role: app, except: [public.countries]}
rules: {extends: all, fail-on: warning, conventions/timestamptz: off, ignore: ["public.legacy_*"]}
maintenance:
  daily: [expire, {task: vacuum, tables: [public.tokens], budget: 30 minutes}]
  window: {until: "05:00", budget: 2 hours}
  throttle: {costDelay: 2, activeSessions: 20}
  notify: {on: always, webhook: "https://example.org/hook"}
  expire:
    - {table: tokens, column: expires_at, retention: 30 days, used: used_at, keepUsed: 1 year, archive: {folder: kept}}
    - {table: drafts, condition: "published_at IS NULL"}
`,
  })
  expect(await load(root)).toMatchObject({
    pgDump: join(root, 'tools/pg_dump'),
    tenancy: {
      model: 'schema',
      registry: {table: 'app.tenants', schema: 'schema_name', id: 'id'},
      template: 'blank',
      migrations: join(root, 'sql/tenant-migrations'),
    },
    isolation: {column: 'org_id', setting: 'app.tenant_id', roles: ['app'], except: ['public.countries']},
    rules: {
      extends: 'all',
      failOn: 'warning',
      ignore: [{rule: '*', object: 'public.legacy_*', reason: 'ignored in the config'}],
      severities: {'conventions/timestamptz': 'off'},
    },
    maintenance: {
      daily: [
        {task: 'expire', tables: null, budget: null},
        {task: 'vacuum', tables: ['public.tokens'], budget: '30 minutes'},
      ],
      expire: [
        {
          table: 'tokens',
          column: 'expires_at',
          retention: '30 days',
          used: {column: 'used_at', keep: '1 year'},
          archive: {folder: join(root, 'kept')},
        },
        {table: 'drafts', condition: 'published_at IS NULL', archive: null},
      ],
      window: {until: '05:00', budget: '2 hours'},
      throttle: {connections: 2, costDelay: 2, activeSessions: 20},
      notify: {on: 'always', command: null, webhook: 'https://example.org/hook'},
    },
  })
})
