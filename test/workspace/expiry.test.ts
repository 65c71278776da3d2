import {expect, test} from 'vitest'
import {maintain, previewMaintenance, tasksOf} from '../../src/workspace/maintain.ts'
import {session} from '../support/database.ts'
import {workspaceOf} from '../support/workspace.ts'

const TOKENS = `
  CREATE TABLE refresh_tokens (id int PRIMARY KEY, expires_at timestamptz NOT NULL);
  INSERT INTO refresh_tokens SELECT i, now() - interval '40 days' FROM generate_series(1, 30) i;
  INSERT INTO refresh_tokens VALUES (31, now() - interval '1 day')`
const STAY =
  '30 rows have expired and stay: the config does not say that they may go, as with maintenance: {expire: recognised}'

async function projectWithTokens(config = '') {
  const {workspace, project, dev} = await workspaceOf('', TOKENS, config)
  const client = await session(dev)
  const left = async () => (await client.query('SELECT count(*)::int AS n FROM refresh_tokens')).rows[0].n
  return {workspace, project, left}
}

test('without a word of the config, a run tells what has expired in recognised tables, and deletes nothing', async () => {
  const {workspace, left} = await projectWithTokens()
  const weekly = tasksOf(workspace, 'weekly')
  expect(await previewMaintenance(workspace, 'dev', weekly)).toContainEqual(
    expect.objectContaining({task: 'expire', object: 'public.refresh_tokens', reason: STAY}),
  )
  expect(await maintain(workspace, 'dev', weekly)).toContainEqual(
    expect.objectContaining({task: 'expire', object: 'public.refresh_tokens', outcome: 'skipped', reason: STAY}),
  )
  expect(await left()).toBe(31)
})

test('with expire: recognised their rows go 30 days after they have expired', async () => {
  const {workspace, left} = await projectWithTokens('maintenance: {expire: recognised}\n')
  expect(await maintain(workspace, 'dev', tasksOf(workspace, 'weekly'))).toContainEqual(
    expect.objectContaining({task: 'expire', outcome: 'done', reason: '30 rows deleted by sweep'}),
  )
  expect(await left()).toBe(1)
})

test('maintain expire shows what would go, and asks', async () => {
  const {project, left} = await projectWithTokens()
  const refused = await project.run('maintain', 'expire')
  expect(refused).toMatchObject({code: 2, stdout: ''})
  expect(refused.stderr).toContain('public.refresh_tokens: 30 rows would be deleted')
  expect(refused.stderr).toContain('pgplumb maintain expire --yes')
  expect(await left()).toBe(31)
  expect(await project.run('maintain', 'expire', '--yes')).toMatchObject({code: 0})
  expect(await left()).toBe(1)
})

test('where nothing is recognised, maintain expire says how to say what expires', async () => {
  const {project} = await workspaceOf('', 'CREATE TABLE contracts (id int, expires_at timestamptz)')
  const {code, stderr} = await project.run('maintain', 'expire', '--yes')
  expect(code).toBe(2)
  expect(stderr).toContain('maintenance: {expire: [{table: refresh_tokens')
})
