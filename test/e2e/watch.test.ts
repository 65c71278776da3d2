import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test, vi} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {workspaceOf} from '../support/workspace.ts'

vi.setConfig({testTimeout: 240_000})

test('drift --watch looks again when a file or the database changes, says errors, and ends with Ctrl-C', async () => {
  const {project, dev, master} = await workspaceOf('CREATE TABLE t (a int);', 'CREATE TABLE t (a int)')
  const child = project.start('drift', 'dev', '--watch', '--interval', '1')
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const says = (pattern: RegExp) =>
    vi.waitFor(() => expect(stdout + stderr).toMatch(pattern), {timeout: 30_000, interval: 50})
  await says(/dev agrees with sql\/schema\.sql/)
  master('CREATE TABLE t (a int, b text);')
  await says(/column b is missing/)
  master('CREATE TABLE t (a int, b text;')
  await says(/error: a parenthesis that opens here is never closed/)
  master('CREATE TABLE t (a int, b text);')
  await vi.waitFor(() => expect(stdout.match(/column b is missing/g)).toHaveLength(2), {timeout: 30_000, interval: 50})
  await withConnection(dev, (client) => client.query('ALTER TABLE t ADD b text'))
  await vi.waitFor(() => expect(stdout.match(/dev agrees with/g)).toHaveLength(2), {timeout: 30_000, interval: 50})
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(stderr).toMatch(/^stopping… /m)
  expect(stderr.slice(stderr.indexOf('stopping'))).not.toMatch(/error/)
})

test('a baseline says what is known; what is new is drift, what is over is said', async () => {
  const {project, dev} = await workspaceOf(
    'CREATE TABLE t (a int); CREATE INDEX i ON t (a);',
    'CREATE TABLE t (a int, old text); CREATE TABLE legacy (x int);',
  )
  expect(await project.run('drift', 'dev', '--baseline', 'known.json')).toMatchObject({code: 2})
  expect(await project.run('drift', 'dev', '--baseline', 'known.json', '--update-baseline')).toMatchObject({
    code: 0,
    stdout: 'known.json: 3 differences are known\n',
  })
  expect(JSON.parse(readFileSync(join(project.root, 'known.json'), 'utf8')).known).toEqual([
    {in: 'dev', kind: 'index', identity: 'public.i', change: 'missing', details: []},
    {in: 'dev', kind: 'table', identity: 'public.legacy', change: 'extra', details: []},
    {in: 'dev', kind: 'table', identity: 'public.t', change: 'altered', details: ['column old is extra: text']},
  ])
  const known = await project.run('drift', 'dev', '--baseline', 'known.json')
  expect(known).toMatchObject({
    code: 0,
    stdout: 'dev agrees with sql/schema.sql, 3 known differences apart\n',
    stderr: '',
  })

  await withConnection(dev, (client) => client.query('DROP TABLE legacy; ALTER TABLE t ADD newer int'))
  const drifted = await project.run('drift', 'dev', '--baseline', 'known.json', '--json')
  const drift = JSON.parse(drifted.stdout)
  expect(drifted.code).toBe(1)
  expect(drift).toMatchObject({drifted: true, known: 1, changes: [{identity: 'public.t'}]})
  expect(drift.staleKnown.map(({identity}: {identity: string}) => identity)).toEqual(['public.legacy', 'public.t'])
  expect(drifted.stderr).toContain('known.json: table public.legacy of dev is not extra any more, or in another way\n')

  project.write('known.json', '{"known": [{"in": 1}]}')
  expect((await project.run('drift', 'dev', '--baseline', 'known.json')).stderr).toMatch(/known\.json is no baseline/)
})
