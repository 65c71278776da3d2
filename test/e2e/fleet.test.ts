import {expect, test, vi} from 'vitest'
import {fleetOf} from '../fleet/support.ts'
import {projectWithDatabases, shapeOf} from '../support/project.ts'
import {create, query} from '../tenants/support.ts'

vi.setConfig({testTimeout: 300_000})

const FILES = {
  'sql/tenant-migrations/001_note.sql': 'ALTER TABLE users ADD COLUMN note text;',
  names: 'acme\nglobex\ninitech\n',
  'values.json': '[{"name": "hooli", "password_hash": "s3cret"}]',
}

test('a day with the fleet: each command, its exit code, its JSON', async () => {
  const {project, one, two} = await fleetOf({files: FILES})
  const ask = async (code: number, ...args: string[]) => {
    const ended = await project.run(...args, '--json')
    expect({args, code: ended.code, stderr: ended.stderr}).toEqual({args, code, stderr: ''})
    return JSON.parse(ended.stdout)
  }
  expect(await ask(2, 'fleet', 'status')).toMatchObject({error: {code: 'no_queue'}})
  expect(await ask(2, 'fleet', 'create')).toMatchObject({error: {code: 'usage'}})
  expect(await ask(2, 'fleet', 'create', '--from-file', 'values.json')).toMatchObject({error: {code: 'usage'}})
  expect(shapeOf(await ask(0, 'fleet', 'create', '--from-file', 'names'))).toEqual({
    ...{run: 'number', added: 'number', known: 'number', joined: 'boolean', current: 'number'},
    shards: ['string'],
  })
  expect(await ask(0, 'fleet', 'work', '--until-done')).toEqual({done: 3, failed: []})
  expect(await ask(0, 'fleet', 'create', 'acme')).toMatchObject({run: null, current: 1})

  await query(two, 'ALTER TABLE tenant_globex.users ADD COLUMN note text')
  const {run} = await ask(0, 'fleet', 'migrate', '--canary', '0')
  expect(await ask(2, 'fleet', 'cancel', 'x')).toMatchObject({error: {code: 'usage'}})
  const worked = await project.run('fleet', 'work', '--until-done')
  expect(worked).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/globex: .*already exists[\s\S]*2 tenants done, 1 failed here/),
  })
  const status = await ask(1, 'fleet', 'status', String(run))
  expect(shapeOf(status)).toMatchInlineSnapshot(`
    {
      "runs": [
        {
          "begunAt": "string",
          "done": "number",
          "drift": "null",
          "failed": "number",
          "failures": [
            {
              "name": "string",
              "outcome": "string",
              "problem": {
                "code": "string",
                "detail": "string",
                "hint": "string",
                "message": "string",
                "place": "string",
              },
              "result": "null",
              "schema": "string",
              "shard": "string",
            },
          ],
          "goesOn": "boolean",
          "id": "number",
          "kind": "string",
          "lastEnded": "string",
          "notBegun": "number",
          "options": {
            "files": "string",
            "outOfOrder": "boolean",
            "to": "null",
            "upTo": "string",
          },
          "perSecond": "number",
          "queued": "number",
          "running": "number",
          "secondsLeft": "null",
          "stopped": "null",
          "total": "number",
          "waiting": "number",
        },
      ],
      "workers": [],
    }
  `)
  expect(status).toMatchObject({runs: [{total: 3, done: 2, failed: 1, failures: [{shard: 'two', name: 'globex'}]}]})

  await ask(0, 'fleet', 'drift')
  expect(await ask(0, 'fleet', 'work', '--until-done')).toEqual({done: 3, failed: []})
  await ask(0, 'fleet', 'maintain', 'analyze')
  expect(await ask(0, 'fleet', 'cancel', '4')).toEqual({run: 4, stopped: 'cancelled', left: 3, running: 0})
  const shown = await project.run('fleet', 'status')
  expect(shown.code).toBe(1)
  expect(shown.stdout).toContain('run 3: 3 tenants like template')
  expect(shown.stdout).toContain('cancelled, 3 not begun')
  expect(shown.stdout).toContain('pgplumb fleet migrate queues the rest')
  // What pgplumb keeps for itself is nobody's drift.
  expect(
    await query(one, "SELECT count(*)::int > 5 FROM pg_class WHERE relnamespace = 'pgplumb'::regnamespace"),
  ).toEqual([[true]])
  expect(await ask(0, 'dump', 'one')).not.toMatchObject({sql: expect.stringContaining('fleet')})
})

test('protected databases want their names before anything is queued', async () => {
  const {project, one} = await fleetOf({files: FILES, database: ', protected: true'})
  await create(one, ['acme'])
  for (const args of [['migrate'], ['create', 'x'], ['maintain', 'vacuum']])
    expect(await project.run('fleet', ...args, '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`--confirm ${one.database}`),
    })
  expect(await query(one, "SELECT to_regclass('pgplumb.fleet_runs')")).toEqual([[null]])
  expect(await project.run('fleet', 'migrate', '--yes', '--confirm', one.database)).toMatchObject({code: 0})
  // Comparing changes nothing.
  expect(await project.run('fleet', 'drift')).toMatchObject({code: 0})
})

test('names are all that lies in the queue: no address, no password', async () => {
  const {project, one} = await fleetOf({files: FILES})
  await create(one, ['acme'])
  await project.run('fleet', 'migrate')
  await project.run('fleet', 'maintain', 'vacuum')
  const all = JSON.stringify([
    await query(one, 'SELECT payload FROM pgplumb._private_jobs'),
    await query(one, 'SELECT * FROM pgplumb.fleet_runs'),
    await query(one, 'SELECT * FROM pgplumb.fleet_jobs'),
  ])
  expect(all).toContain('acme')
  expect(all).not.toMatch(/postgres|127\.0\.0\.1|localhost|password/)
})

test('without shards, the fleet is the one database', async () => {
  const project = await projectWithDatabases({}, 'tenancy: {model: schema}')
  const {TEMPLATE} = await import('../tenants/fixture.ts')
  await query(project.dev, TEMPLATE)
  expect(await project.run('fleet', 'create', 'acme')).toMatchObject({code: 0})
  const worked = await project.run('fleet', 'work', '--until-done')
  expect(worked).toMatchObject({code: 0, stdout: expect.stringContaining('1 tenant done here in')})
  expect(await query(project.dev, 'SELECT subdomain FROM tenants')).toEqual([['acme']])
})
