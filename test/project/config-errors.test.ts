import {expect, test} from 'vitest'
import {Failure} from '../../src/failure.ts'
import {loadProject} from '../../src/project/load.ts'
import {temporaryFolder} from '../support/folder.ts'

async function errors(text: string, name = 'pgplumb.yaml'): Promise<string> {
  const root = temporaryFolder({[name]: text})
  const failure: unknown = await loadProject({cwd: root, env: {}}).catch((error) => error)
  if (!(failure instanceof Failure)) return 'no failure'
  expect(failure.code).toBe('bad_config')
  return failure.message.replaceAll(`${root}/`, '')
}

test('all errors in one message, each with its place, line, caret and cure', async () => {
  const text = `databses:
  dev: {}
databases:
  dev: { server: embeded, prot: 5433 }
  test: { port: 99999 }
migrations: [a]
schema: 5
tenancy: { registry: { table: t } }
`
  expect(await errors(text)).toMatchInlineSnapshot(`
    "pgplumb.yaml:1:1 unknown key databses (did you mean databases?)
     1 | databses:
         ^
    pgplumb.yaml:4:18 databases.dev.server: expected embedded, docker, or a mapping with that kind, found "embeded" (did you mean embedded?)
     4 |   dev: { server: embeded, prot: 5433 }
                          ^
    pgplumb.yaml:4:27 unknown key databases.dev.prot (did you mean port?)
     4 |   dev: { server: embeded, prot: 5433 }
                                   ^
    pgplumb.yaml:5:17 databases.test.port: expected a port number from 1 to 65535, found 99999
     5 |   test: { port: 99999 }
                         ^
    pgplumb.yaml:6:13 migrations: expected text, found a list
     6 | migrations: [a]
                     ^
    pgplumb.yaml:7:9 schema: expected a path or a list of paths, found 5
     7 | schema: 5
                 ^
    pgplumb.yaml:8:1 tenancy.model is missing
     8 | tenancy: { registry: { table: t } }
         ^"
  `)
})

test.each([
  [
    'rules: {ignroe: [x]}',
    'rules.ignroe: expected error or warning or info or on or off, found a list (did you mean the key ignore?)',
  ],
  ['rules: {a/b: warn}', 'rules.a/b: expected error or warning or info or on or off, found "warn"'],
  [
    'maintenance: {expire: [{table: t}]}',
    'maintenance.expire[0]: expected either a column (with a retention) or a condition, found a mapping',
  ],
  [
    'maintenance: {expire: [{table: t, column: c, retention: soon}]}',
    'expected a duration such as "30 days", found "soon"',
  ],
  [
    'maintenance: {daily: [vaccum]}',
    'maintenance.daily[0]: expected vacuum, analyze, reindex, repack, expire, health, or a mapping with that task, found "vaccum"',
  ],
  ['databases: {a b: {}}', 'a name of letters'],
  ['databases: {a: {server: embedded, url: postgres://h}}', 'databases.a has both server and url'],
  ['databases: {a: {image: x}}', 'databases.a.image is only for server: docker'],
  ['databases: {a: {protected: true, disposable: true}}', 'databases.a is both protected and disposable'],
  ['databases: {a: {port: 6000}, b: {server: docker, port: 6000}}', 'port 6000 is of both'],
  ['databases: {a: 5}', 'databases.a: expected a URL or a mapping, found 5'],
  [`schema: "\${NOWHERE}/x.sql"`, 'pgplumb.yaml:1:9 the variable NOWHERE is not set'],
  ['just text', 'the config: expected a mapping, found "just text"'],
  ['- a', 'the config: expected a mapping, found a list'],
  ['a: 1\na: 2', 'pgplumb.yaml:2:1 Map keys must be unique'],
  ['schema: [x', 'pgplumb.yaml:1:11 Flow sequence'],
  ['schema: *nowhere', 'pgplumb.yaml:1'],
])('%s', async (text, message) => {
  expect(await errors(text)).toContain(message)
})

test('in JSON and package.json, too', async () => {
  expect(await errors('{\n  "schemaa": "x"\n}', 'pgplumb.json')).toBe(
    'pgplumb.json:2:3 unknown key schemaa (did you mean schema?)\n 2 |   "schemaa": "x"\n       ^',
  )
  expect(await errors('{\n  "pgplumb": {"schema": 5}\n}', 'package.json')).toContain(
    'package.json:2:25 schema: expected a path or a list of paths, found 5',
  )
})

test('a file that is not text', async () => {
  expect(await errors('\0\0\0')).toContain('pgplumb.yaml is not a text file')
})

test('a password is not shown, not even in the line with the error', async () => {
  const text = 'databases:\n  a: {password: 12345678, url: "postgres://u:opensesame@h/x", prot: 1}\n'
  const message = await errors(text)
  expect(message).toContain('databases.a.prot')
  expect(message).not.toMatch(/12345678|opensesame/)
})
