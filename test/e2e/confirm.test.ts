import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {expect, test, vi} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {createDatabase} from '../support/database.ts'
import {projectOf, projectWithDatabases, urlWithPassword} from '../support/project.ts'

vi.setConfig({testTimeout: 240_000})

const bin = fileURLToPath(new URL('../../bin/run.cjs', import.meta.url))
const SCHEMA = 'CREATE TABLE a (i int);'

test('what destroys needs --yes; a protected database its name as well, the same for every command', async () => {
  const prod = await createDatabase()
  const {run} = projectOf({
    'pgplumb.yaml': `databases: {prod: {url: "${urlWithPassword(prod)}", protected: true}}`,
    'sql/schema.sql': SCHEMA,
    'sql/seeds/1.sql': 'INSERT INTO a VALUES (1);',
    'sql/migrations/001_x.sql': 'SELECT 1;',
  })
  expect(await run('apply')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('all databases of the config are'),
  })
  const commands = [
    ['apply', 'prod'],
    ['seed', 'prod'],
    ['migrate', 'prod'],
    ['reset', 'prod'],
  ]
  for (const command of commands) {
    const {code, stdout, stderr} = await run(...command, '--yes', '--confirm', 'prod')
    expect([command, code, stdout]).toEqual([command, 2, ''])
    expect(stderr).toContain(`pgplumb ${command.join(' ')} --yes --confirm ${prod.database}`)
    expect(await run(...command, '--yes', '--confirm', prod.database)).toMatchObject({code: 0})
  }
})

test('a plan that loses data runs only when told to, twice', async () => {
  const {run, dev} = await projectWithDatabases({'sql/schema.sql': SCHEMA})
  expect(await run('apply', 'dev')).toMatchObject({code: 0})
  await withConnection(dev, (client) => client.query('ALTER TABLE a ADD j int'))
  expect(await run('apply', 'dev', '--dry-run')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /DESTRUCTIVE[\s\S]*-- pgplumb apply dev would refuse it without --allow-destructive\n$/,
    ),
  })
  expect(await run('apply', 'dev')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--allow-destructive runs it'),
  })
  expect(await run('apply', 'dev', '--allow-destructive')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--yes'),
  })
  expect(await run('apply', 'dev', '--allow-destructive', '--yes')).toMatchObject({code: 0})
  expect(await run('apply', 'dev', '--test-only')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--test-only'),
  })
})

// util-linux's script gives the program a terminal.
const hasScript = process.platform === 'linux' && existsSync('/usr/bin/script')
const answered = (root: string, answer: string) =>
  new Promise<string>((resolve) => {
    const command = `${process.execPath} ${bin} reset dev`
    const child = execFile(
      'script',
      ['-qec', command, '/dev/null'],
      {cwd: root, env: {...process.env, NO_COLOR: '1'}},
      (error, out) => resolve(`${error?.code ?? 0} ${out}`),
    )
    child.stdout?.once('data', () => child.stdin?.write(`${answer}\n`))
  })

test.runIf(hasScript)('on a terminal somebody is asked, and only a yes is one', async () => {
  const {root} = await projectWithDatabases({'sql/schema.sql': SCHEMA})
  expect(await answered(root, 'n')).toMatch(/^2 .*\[y\/N\] [\s\S]*not confirmed; nothing was done/)
  expect(await answered(root, 'y')).toMatch(/^0 [\s\S]*dev is new/)
})
