import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {expect, test, vi} from 'vitest'
import {withConnection} from '../../../src/postgres/connect.ts'
import {dumpEnvironment} from '../../../src/postgres/pg-dump/env.ts'
import {createDatabase, session} from '../../support/database.ts'
import {installedBin} from '../../support/installed.ts'
import {projectOf, urlWithPassword} from '../../support/project.ts'
import {createRole} from '../../support/role.ts'

vi.setConfig({testTimeout: 240_000})

const ROWS = `
  CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
  INSERT INTO users (name) VALUES ('Zoë'), (E'tab\\there\\\\nor'), (NULL), ('\\.');
  CREATE TABLE orders (id serial PRIMARY KEY, user_id int REFERENCES users, total numeric);
  INSERT INTO orders (user_id, total) SELECT 1, i * 1.5 FROM generate_series(1, 1000) i;
  CREATE VIEW totals AS SELECT user_id, sum(total) FROM orders GROUP BY 1;`

async function project(more = '') {
  const role = await createRole('NOLOGIN')
  const address = await createDatabase(`${ROWS} GRANT SELECT ON users TO ${role};`)
  const entry = `{url: ${JSON.stringify(urlWithPassword(address))}${more}}`
  const made = projectOf({
    'pgplumb.yaml': `databases: {dev: ${entry}}\nbackup: {keep: {last: 1, daily: 0, weekly: 0, monthly: 0}}`,
  })
  return {...made, address, json: async (...args: string[]) => JSON.parse((await made.run(...args, '--json')).stdout)}
}

test('made, listed, verified by restoring it, restored over what was lost, pruned', async () => {
  const {root, run, json, address} = await project()
  const {backups} = await json('backup', 'create', 'dev')
  expect(backups).toMatchObject([{database: 'dev', sha256: expect.stringMatching(/^[0-9a-f]{64}$/)}])
  const [{name, path}] = backups
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(root, 'backups/.gitignore'), 'utf8')).toBe('*\n')
  expect(await json('backup', 'list')).toMatchObject({backups: [{name}]})
  expect(await json('backup', 'verify', 'dev')).toEqual({name, restored: {tables: 2, rows: 1004}})

  const digest = () =>
    withConnection(address, async (client) => {
      const {rows} = await client.query(
        "SELECT md5(string_agg(u::text, ',' ORDER BY id)) AS users, (SELECT sum FROM totals) AS sum FROM users u",
      )
      return rows[0]
    })
  const before = await digest()
  await withConnection(address, (client) =>
    client.query("DELETE FROM orders; DROP VIEW totals; UPDATE users SET name = 'lost'"),
  )
  expect(await run('restore', 'dev')).toMatchObject({code: 2, stderr: expect.stringContaining('needs --yes')})
  const other = await session(address)
  expect(await json('restore', 'dev', '--yes')).toMatchObject({error: {code: 'sessions_connected'}})
  await other.end()
  expect(await json('restore', 'dev', '--yes')).toMatchObject({database: 'dev', backup: name, tables: 2, rows: 1004})
  expect(await digest()).toEqual(before)
  await withConnection(address, (client) => client.query("INSERT INTO users (name) VALUES ('next')"))

  // Another second, another name.
  await vi.waitFor(() => expect(new Date().toISOString().slice(11, 19).replaceAll(':', '')).not.toBe(name.slice(-6)))
  await json('backup', 'create', 'dev')
  expect(await json('backup', 'prune', '--dry-run')).toMatchObject({dryRun: true, removed: [{name}]})
  expect(await json('backup', 'list')).toMatchObject({backups: [{}, {name}]})
  expect(await run('backup', 'prune', '--yes')).toMatchObject({code: 0, stdout: `removed ${name}\n1 backup kept\n`})
  expect(readdirSync(join(root, 'backups')).filter((file) => file.includes(name))).toEqual([])
})

test('the file is an archive for pg_restore', async ({skip}) => {
  if (installedBin === null)
    return skip('no PostgreSQL with pg_dump and pg_restore is installed in /usr/lib/postgresql')
  const {json, address} = await project()
  const {backups} = await json('backup', 'create', 'dev')
  const target = await createDatabase()
  execFileSync(join(installedBin, 'pg_restore'), ['--exit-on-error', '--dbname', target.database, backups[0].path], {
    env: dumpEnvironment(target),
  })
  const all = (where: typeof target) =>
    withConnection(where, async (client) => {
      const {rows} = await client.query(`SELECT (SELECT array_agg(u::text ORDER BY id) FROM users u) AS users,
        (SELECT sum FROM totals) AS sum, nextval('orders_id_seq') AS next,
        (SELECT relacl::text FROM pg_class WHERE relname = 'users') AS grants`)
      return rows[0]
    })
  expect(await all(target)).toEqual(await all(address))
})

test('what the first versions wrote, compressed SQL, is still restored', async () => {
  const {root, json, address} = await project()
  const name = 'dev-20250101-000000'
  const file = gzipSync(
    'CREATE TABLE old (i int);\nCOPY old FROM stdin;\n1\n\\.\n--\n-- PostgreSQL database dump complete\n--\n',
  )
  mkdirSync(join(root, 'backups'))
  writeFileSync(join(root, 'backups', `${name}.sql.gz`), file)
  writeFileSync(
    join(root, 'backups', `${name}.json`),
    JSON.stringify({
      database: 'dev',
      createdAt: '2025-01-01T00:00:00Z',
      serverVersion: '15.1',
      pgDump: '15.1',
      bytes: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
    }),
  )
  expect(await json('backup', 'verify', 'dev')).toEqual({name, restored: {tables: 1, rows: 1}})
  expect(await json('restore', 'dev', '--yes')).toMatchObject({tables: 1, rows: 1})
  expect((await (await session(address)).query('SELECT FROM old')).rowCount).toBe(1)
})

test('a damaged backup is refused, and what it would replace stays', async () => {
  const {json, address} = await project()
  const {backups} = await json('backup', 'create', 'dev')
  const [{path}] = backups
  const whole = readFileSync(path)
  writeFileSync(path, Buffer.concat([whole.subarray(0, 50), Buffer.from('x'), whole.subarray(51)]))
  expect(await json('backup', 'verify', 'dev', '--no-restore')).toMatchObject({
    error: {code: 'damaged_backup', message: expect.stringContaining('checksum')},
  })
  truncateSync(path, 100)
  expect(await json('restore', 'dev', '--yes')).toMatchObject({
    error: {code: 'damaged_backup', message: expect.stringContaining('100 bytes')},
  })
  expect((await (await session(address)).query('SELECT FROM orders')).rowCount).toBe(1000)
  expect(await json('backup', 'verify', 'dev', 'dev-20200101-000000')).toMatchObject({error: {code: 'no_backup'}})
})

test('a protected database is restored only by its name', async () => {
  const {run, json, address} = await project(', protected: true')
  expect(await run('backup', 'create', 'dev')).toMatchObject({code: 0})
  const refused = await run('restore', 'dev', '--yes')
  expect(refused).toMatchObject({code: 2, stderr: expect.stringContaining(`--confirm ${address.database}`)})
  expect(await json('restore', 'dev', '--yes', '--confirm', address.database)).toMatchObject({tables: 2})
})
