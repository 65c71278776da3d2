import {readFileSync} from 'node:fs'
import {createServer} from 'node:http'
import {join} from 'node:path'
import {json} from 'node:stream/consumers'
import {expect, onTestFinished, test, vi} from 'vitest'
import {workspaceOf} from '../support/workspace.ts'

vi.setConfig({testTimeout: 120_000})

/** A webhook that keeps what it is told. */
async function webhook() {
  const told: unknown[] = []
  const server = createServer(async (request, response) => {
    told.push(await json(request))
    response.writeHead(204).end()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  return {told, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`}
}

const TOKENS = `
  CREATE TABLE tokens (id int PRIMARY KEY, expires_at timestamptz) WITH (autovacuum_enabled = false);
  INSERT INTO tokens SELECT i, now() - interval '1 day' FROM generate_series(1, 100) i`

test('every maintain command speaks to monitors, and a webhook is told', async () => {
  const {told, url} = await webhook()
  const {project} = await workspaceOf(
    '',
    TOKENS,
    `maintenance:
  daily: [vacuum, health]
  expire: [{table: tokens, column: expires_at}]
  notify: {on: always, webhook: "${url}"}
`,
  )
  const commands = [['expire'], ['vacuum'], ['analyze'], ['reindex'], ['run', 'daily']]
  for (const command of commands) {
    const nagios = await project.run('maintain', ...command, '--format', 'nagios')
    expect(nagios.stdout).toMatch(/^PGPLUMB (OK|WARNING) - /)
    const metrics = await project.run('maintain', ...command, '--format', 'prometheus', '--output', 'pgplumb.prom')
    expect(metrics.stdout).toBe('')
    expect(readFileSync(join(project.root, 'pgplumb.prom'), 'utf8')).toMatch(
      /^pgplumb_maintenance_success\{.*\} [01]$/m,
    )
  }
  expect(told).toHaveLength(2 * commands.length)
  expect(told[0]).toMatchObject({
    tool: 'pgplumb',
    database: 'dev',
    schedule: null,
    outcome: 'done',
    counts: [
      {task: 'expire', outcome: 'done', count: 1},
      {task: 'vacuum', outcome: 'done', count: 1},
    ],
    savedBytes: expect.any(Number),
    problems: [],
  })
})

test('what failed is exit code 1, and told with its cause', async () => {
  const {told, url} = await webhook()
  const {project} = await workspaceOf('', TOKENS, `maintenance: {notify: {webhook: "${url}"}}\n`)
  expect(await project.run('maintain', 'vacuum', 'tokens')).toMatchObject({code: 0})
  expect(told).toEqual([])
  const {code, stdout} = await project.run('maintain', 'vacuum', 'token')
  expect(code).toBe(1)
  expect(stdout).toContain('there is no table token (did you mean tokens?)')
  expect(told).toMatchObject([{outcome: 'failed', problems: [{error: expect.stringContaining('no table token')}]}])
})
