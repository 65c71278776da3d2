import {execFile} from 'node:child_process'
import {cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, expect, test, vi} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {bin} from '../support/cli.ts'
import {freePort} from '../support/free-port.ts'
import {complaints} from '../support/tsc.ts'

vi.setConfig({testTimeout: 240_000, hookTimeout: 120_000})

const repository = fileURLToPath(new URL('../..', import.meta.url))
let root = ''
const ports: Record<'dev' | 'test', number> = {dev: 0, test: 0}

/** A command of the team's document, as it is written there. */
function typed(command: string): Promise<{readonly code: number; readonly output: string}> {
  const PATH = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  return new Promise((resolve) => {
    execFile('bash', ['-c', command], {cwd: root, env: {...process.env, PATH}}, (error, stdout, stderr) =>
      resolve({code: error ? Number(error.code) || -1 : 0, output: `${stdout}${stderr}`}),
    )
  })
}

async function good(command: string): Promise<string> {
  const {code, output} = await typed(command)
  expect(code, `${command}\n${output}`).toBe(0)
  return output
}

const tables = (name: 'dev' | 'test'): Promise<string[]> =>
  withConnection(
    {
      ...{host: '127.0.0.1', port: ports[name], database: `trossapp_${name}`, tls: {mode: 'disable'}},
      ...(name === 'dev' ? {user: 'postgres', password: 'postgres'} : {user: 'test_user', password: 'test_password'}),
    },
    async (client) =>
      (
        await client.query<{name: string}>(
          `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations' ORDER BY 1`,
        )
      ).rows.map((row) => row.name),
  )

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'pgplumb-test-')))
  cpSync(join(repository, 'sql/examples/trossapp'), root, {recursive: true})
  Object.assign(ports, {dev: await freePort(), test: await freePort()})
  const config = join(root, 'pgplumb.yaml')
  const text = readFileSync(config, 'utf8').replace('port: 5433', `port: ${ports.dev}`)
  writeFileSync(config, text.replace('port: 5434', `port: ${ports.test}`))
  // As `npm install` leaves it.
  mkdirSync(join(root, 'node_modules/.bin'), {recursive: true})
  symlinkSync(bin, join(root, 'node_modules/.bin/pgplumb'))
  symlinkSync(repository, join(root, 'node_modules/pgplumb'))
})

afterAll(async () => {
  await typed('npm run db:stop')
  rmSync(root, {recursive: true, force: true})
})

const TABLES = ['audit_logs', 'refresh_tokens', 'roles', 'users', 'work_orders']

test('the document’s commands work as written', async () => {
  await good('npm run db:start')
  await good('npm run db:test:start')
  await good('node backend/scripts/apply-schema.js --dev-only')
  expect(await tables('dev')).toEqual(TABLES)
  expect(await tables('test')).toEqual([])
  await good('node backend/scripts/apply-schema.js --test-only')
  expect(await tables('test')).toEqual(TABLES)
  const both = await good('cd /tmp && node "$OLDPWD/backend/scripts/apply-schema.js"')
  expect(both).toMatch(/dev[\s\S]*test/)
  expect(await good('npm run db:status')).toMatch(
    /^dev .*\n[\s\S]*true to the master schema[\s\S]*^test .*\n[\s\S]*true to the master schema/m,
  )
  await good('npm run test:integration')
  await good('npm run db:reset')
  await good('npm run db:test:reset')
  expect([await tables('dev'), await tables('test')]).toEqual([TABLES, TABLES])
})

test('the hook before a commit: a schema that is not valid is refused', async () => {
  await good('node backend/scripts/validate-schema.js')
  const file = join(root, 'sql/schema.sql')
  const before = readFileSync(file, 'utf8')
  writeFileSync(file, before.replace('CREATE TABLE', 'CREATE TABEL'))
  expect(await typed('node backend/scripts/validate-schema.js')).toMatchObject({code: 1})
  writeFileSync(file, before)
})

test('from the seeds to maintenance, and the types', async () => {
  await good('pgplumb seed')
  await good('pgplumb drift')
  await good('pgplumb drift dev test')
  await good('pgplumb migrate verify')
  await good('pgplumb migrate lint --fail-on warning')
  await good('pgplumb lint dev --strict --fail-on warning')
  await good('pgplumb rls check dev')
  for (const period of ['daily', 'weekly', 'monthly']) await good(`pgplumb maintain run ${period} --database dev`)
  const counted = await withConnection(
    {
      ...{host: '127.0.0.1', port: ports.dev, database: 'trossapp_dev', tls: {mode: 'disable'}},
      user: 'postgres',
      password: 'postgres',
    },
    (client) =>
      client.query(`SELECT count(*)::int AS n FROM refresh_tokens WHERE expires_at < now() - interval '7 days'`),
  )
  expect(counted.rows).toEqual([{n: 0}])
  await good('mkdir types && pgplumb types dev --output types/database.ts')
  await good('pgplumb types dev --form modules --output types/modules')
  expect(await complaints(join(root, 'types'))).toBe('')
})
