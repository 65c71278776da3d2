import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test, vi} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {projectOf, projectWithDatabases, shapeOf, type TestProject} from '../support/project.ts'

vi.setConfig({testTimeout: 240_000})

const SCHEMA = `
CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE tokens (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, expires_at timestamptz NOT NULL);
CREATE INDEX ON tokens (user_id);
CREATE INDEX ON tokens (expires_at);
`
const CONFIG = `
isolation: {column: user_id, setting: app.user_id}
maintenance:
  daily: [expire, vacuum]
  expire: [{table: tokens, column: expires_at, retention: 7 days}]
`

/** The one JSON object that is on stdout, with nothing on stderr. */
async function json({run}: TestProject, code: number, ...args: string[]) {
  const outcome = await run(...args, '--json')
  expect({args, code: outcome.code, stderr: outcome.stderr}).toEqual({args, code, stderr: ''})
  return JSON.parse(outcome.stdout)
}

test('the life of a project: every command, its exit code and its JSON', async () => {
  const project = await projectWithDatabases(
    {'sql/schema.sql': SCHEMA, 'sql/seeds/1.sql': "INSERT INTO users (email) VALUES ('a@b');"},
    CONFIG,
  )
  const ask = (code: number, ...args: string[]) => json(project, code, ...args)
  const shape = async (code: number, ...args: string[]) => shapeOf(await ask(code, ...args))

  expect(await shape(0, 'validate')).toMatchInlineSnapshot(`
    {
      "findings": [],
      "summary": {
        "error": "number",
        "info": "number",
        "warning": "number",
      },
    }
  `)
  expect(await ask(0, 'apply', '--dry-run')).toMatchObject({databases: [{does: 'create'}, {does: 'create'}]})
  expect(await shape(0, 'apply')).toMatchInlineSnapshot(`
    {
      "databases": [
        {
          "database": "string",
          "does": "string",
          "plan": "null",
        },
      ],
    }
  `)
  expect(await ask(0, 'apply')).toMatchObject({databases: [{does: 'nothing'}, {does: 'nothing'}]})
  expect(await shape(0, 'reset', 'dev', '--yes')).toMatchInlineSnapshot(`
    {
      "databases": [
        {
          "database": "string",
          "migrations": "number",
          "ranSchema": "boolean",
          "seeds": "number",
        },
      ],
    }
  `)
  expect(await shape(0, 'seed', 'test')).toMatchInlineSnapshot(`
    {
      "databases": [
        {
          "database": "string",
          "files": "number",
        },
      ],
    }
  `)
  expect(await shape(0, 'drift', 'dev')).toMatchInlineSnapshot(`
    {
      "actual": {
        "kind": "string",
        "name": "string",
        "serverVersion": "string",
      },
      "changes": [],
      "drifted": "boolean",
      "expected": {
        "kind": "string",
        "name": "string",
        "serverVersion": "string",
      },
    }
  `)
  expect(await shape(0, 'drift')).toMatchInlineSnapshot(`
    {
      "comparisons": [
        {
          "actual": {
            "kind": "string",
            "name": "string",
            "serverVersion": "string",
          },
          "changes": [],
          "drifted": "boolean",
          "expected": {
            "kind": "string",
            "name": "string",
            "serverVersion": "string",
          },
        },
      ],
      "drifted": "boolean",
    }
  `)
  expect(await shape(0, 'plan', 'dev')).toMatchInlineSnapshot(`
    {
      "failedStep": "null",
      "proven": "boolean",
      "reason": "null",
      "renames": [],
      "rows": "null",
      "steps": [],
      "suggestions": [],
    }
  `)
  expect(await shape(0, 'dump', 'dev')).toMatchInlineSnapshot(`
    {
      "output": "null",
      "sql": "string",
    }
  `)
  expect(await shape(0, 'lint', 'dev')).toMatchInlineSnapshot(`
    {
      "findings": [],
      "looked": [
        "string",
      ],
      "notLookedAt": [
        {
          "reason": "string",
          "rule": "string",
        },
      ],
      "summary": {
        "error": "number",
        "info": "number",
        "warning": "number",
      },
    }
  `)
  expect(await shape(1, 'rls', 'check', 'dev')).toMatchInlineSnapshot(`
    {
      "coverage": [
        {
          "commands": {
            "DELETE": {
              "permissive": [],
              "restrictive": [],
            },
            "INSERT": {
              "permissive": [],
              "restrictive": [],
            },
            "SELECT": {
              "permissive": [],
              "restrictive": [],
            },
            "UPDATE": {
              "permissive": [],
              "restrictive": [],
            },
          },
          "enabled": "boolean",
          "forced": "boolean",
          "kind": "string",
          "owner": "string",
          "parent": "null",
          "policies": [],
          "roles": [],
          "schema": "string",
          "table": "string",
        },
      ],
      "findings": [
        {
          "column": "null",
          "cure": "string",
          "file": "null",
          "line": "null",
          "message": "string",
          "object": {
            "identity": "string",
            "kind": "string",
          },
          "rule": "string",
          "severity": "string",
          "sql": "string",
        },
      ],
      "looked": [
        "string",
      ],
      "notLookedAt": [
        {
          "reason": "string",
          "rule": "string",
        },
      ],
      "summary": {
        "error": "number",
        "info": "number",
        "warning": "number",
      },
    }
  `)

  const written = await ask(0, 'migrate', 'new', 'json')
  expect(written).toEqual({files: ['sql/migrations/001_json.sql']})
  project.write('sql/migrations/001_json.sql', 'CREATE TABLE extra (id int PRIMARY KEY);')
  project.write('sql/migrations/001_json.down.sql', 'DROP TABLE extra;')
  expect(await ask(1, 'migrate', 'status', '--check', 'dev')).toMatchObject({databases: [{counts: {pending: 1}}]})
  expect(await shape(0, 'migrate', '--dry-run', 'dev')).toMatchInlineSnapshot(`
    {
      "databases": [
        {
          "database": "string",
          "files": [
            {
              "file": "string",
              "sql": "string",
              "version": "string",
            },
          ],
          "prelude": [],
        },
      ],
    }
  `)
  expect(await shape(0, 'migrate', 'up', 'dev')).toMatchInlineSnapshot(`
    {
      "databases": [
        {
          "database": "string",
          "ran": [
            {
              "duration_ms": "number",
              "file": "string",
              "name": "string",
              "version": "string",
            },
          ],
        },
      ],
    }
  `)
  expect(await shape(0, 'migrate', 'status', 'dev')).toMatchInlineSnapshot(`
    {
      "databases": [
        {
          "counts": {
            "applied": "number",
            "changed": "number",
            "edited": "number",
            "missing": "number",
            "partial": "number",
            "pending": "number",
          },
          "database": "string",
          "gaps": [],
          "migrations": [
            {
              "applied_at": "string",
              "name": "string",
              "out_of_order": "boolean",
              "state": "string",
              "version": "string",
            },
          ],
          "unnumbered": [],
        },
      ],
    }
  `)
  expect(await shape(1, 'drift', 'dev')).toMatchInlineSnapshot(`
    {
      "actual": {
        "kind": "string",
        "name": "string",
        "serverVersion": "string",
      },
      "changes": [
        {
          "actual": "string",
          "change": "string",
          "cosmetic": "boolean",
          "details": [],
          "expected": "null",
          "identity": "string",
          "kind": "string",
        },
      ],
      "drifted": "boolean",
      "expected": {
        "kind": "string",
        "name": "string",
        "serverVersion": "string",
      },
    }
  `)
  expect(await shape(1, 'plan', 'dev')).toMatchInlineSnapshot(`
    {
      "failedStep": "null",
      "proven": "boolean",
      "reason": "null",
      "renames": [],
      "rows": {
        "copied": "string",
        "reason": "null",
        "tables": "number",
        "without": [],
      },
      "steps": [
        {
          "hazards": [
            {
              "code": "string",
              "message": "string",
            },
          ],
          "identity": "string",
          "kind": "string",
          "lock": "string",
          "rewrites": "boolean",
          "sql": "string",
          "transactional": "boolean",
        },
      ],
      "suggestions": [],
    }
  `)
  expect(await shape(1, 'status', '--check', 'dev')).toMatchInlineSnapshot(`
    {
      "databases": [
        {
          "address": "string",
          "drift": "number",
          "driftProblem": "null",
          "health": [],
          "migrations": {
            "applied": "number",
            "edited": "number",
            "missing": "number",
            "pending": "number",
          },
          "name": "string",
          "problem": "null",
          "protected": "boolean",
          "reachable": "boolean",
          "server": {
            "kind": "string",
            "state": "string",
          },
          "size": "number",
          "version": "string",
        },
      ],
    }
  `)
  expect(await shape(2, 'apply', 'dev')).toMatchInlineSnapshot(`
    {
      "error": {
        "code": "string",
        "detail": "string",
        "hint": "string",
        "message": "string",
      },
    }
  `)
  expect(await shape(0, 'migrate', 'down', 'dev', '--yes')).toMatchInlineSnapshot(`
    {
      "database": "string",
      "undone": [
        {
          "name": "string",
          "version": "string",
        },
      ],
    }
  `)
  expect(await shape(0, 'migrate', 'baseline', 'test')).toMatchInlineSnapshot(`
    {
      "adopted": "null",
      "database": "string",
      "history": "string",
      "marked": [
        {
          "name": "string",
          "version": "string",
        },
      ],
    }
  `)
  expect(await ask(0, 'drift', 'dev', 'test')).toMatchObject({drifted: false})

  expect(await shape(0, 'maintain', 'run', 'daily')).toMatchInlineSnapshot(`
    {
      "actions": [
        {
          "after": {
            "bytes": "number",
            "deadRows": "number",
          },
          "before": {
            "bytes": "number",
            "deadRows": "number",
          },
          "error": "null",
          "ms": "number",
          "object": "string",
          "outcome": "string",
          "reason": "string",
          "startedAt": "string",
          "task": "string",
        },
      ],
      "database": "string",
      "endedAt": "string",
      "outcome": "string",
      "schedule": "string",
      "startedAt": "string",
    }
  `)
  for (const task of ['vacuum', 'analyze', 'reindex'])
    expect(await ask(0, 'maintain', task, 'users')).toMatchObject({
      database: 'dev',
      actions: expect.arrayContaining([expect.objectContaining({task, outcome: 'done'})]),
    })
  expect(await shape(0, 'maintain', 'expire', '--dry-run')).toMatchInlineSnapshot(`
    {
      "tables": [
        {
          "children": [],
          "expired": "number",
          "findings": [],
          "table": "string",
          "tenants": [],
        },
      ],
    }
  `)
  expect(await ask(0, 'maintain', 'history', '--limit', '2')).toMatchObject({actions: [{}, {}]})
  expect(await ask(0, 'start')).toEqual({servers: []})
  expect(await ask(0, 'stop')).toEqual({servers: []})
  expect(await shape(0, 'doctor')).toMatchObject({databases: [{pgDump: {why: 'string'}, problem: 'null'}]})
})

test('findings and drift in every format, on stdout or in a file', async () => {
  const project = await projectWithDatabases({'sql/schema.sql': SCHEMA}, CONFIG)
  expect(await project.run('apply', 'dev')).toMatchObject({code: 0})
  await withConnection(project.dev, (client) => client.query('CREATE TABLE loose (a int)'))
  const formats = {github: /^::error .*::/m, sarif: /"version": "2\.1\.0"/, junit: /^<\?xml .*\n<testsuites/}
  for (const [format, expected] of Object.entries(formats))
    for (const args of [
      ['drift', 'dev'],
      ['rls', 'check', 'dev'],
      ['check', 'dev'],
    ]) {
      const {code, stdout} = await project.run(...args, '--format', format)
      expect([args, code]).toEqual([args, 1])
      expect(stdout).toMatch(expected)
    }
  expect(await project.run('drift', 'dev', '--format', 'json', '--output', 'drift.json')).toMatchObject({
    code: 1,
    stdout: '',
  })
  expect(JSON.parse(readFileSync(join(project.root, 'drift.json'), 'utf8'))).toMatchObject({
    drifted: true,
    changes: [{kind: 'table', identity: 'public.loose', change: 'extra', cosmetic: false}],
  })
  expect(await project.run('lint', 'dev', '--fail-on', 'warning')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^not looked at: .*isolation\.role/),
  })
  expect(await project.run('lint', 'dev', '--format', 'nonsense')).toMatchObject({code: 2, stdout: ''})
})

test('every command has help with an example, at 80 columns, and needs no project for it', async () => {
  const project = projectOf({})
  const manifest: {commands: Record<string, object>} = JSON.parse(
    readFileSync(new URL('../../oclif.manifest.json', import.meta.url), 'utf8'),
  )
  const ids = Object.keys(manifest.commands)
  expect(ids.length).toBeGreaterThan(20)
  const outcomes = await Promise.all(ids.map((id) => project.run(...id.split(':'), '--help')))
  for (const [index, {code, stdout, stderr}] of outcomes.entries()) {
    expect([ids[index], code, stderr]).toEqual([ids[index], 0, ''])
    expect(stdout).toContain('USAGE')
    expect(stdout).toContain('EXAMPLES')
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  }
  expect(readdirSync(project.root)).toEqual([])
})

test('text goes to stdout, progress to stderr', async () => {
  const project = await projectWithDatabases({'sql/schema.sql': SCHEMA})
  expect(await project.run('apply', 'dev')).toEqual({
    code: 0,
    stdout: 'dev got the master schema\n',
    stderr: expect.stringMatching(/^apply the master schema to dev: done \(.*\)\n$/),
  })
  expect(await project.run('status', 'dev', '--check')).toMatchObject({code: 0, stderr: ''})
  expect(existsSync(join(project.root, '.pgplumb'))).toBe(true)
})
