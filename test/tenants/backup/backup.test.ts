import {execFileSync} from 'node:child_process'
import {readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import type {Address} from '../../../src/postgres/address.ts'
import {withConnection} from '../../../src/postgres/connect.ts'
import {dumpEnvironment} from '../../../src/postgres/pg-dump/env.ts'
import {quoteIdent} from '../../../src/postgres/quote.ts'
import {contentsOf} from '../../../src/tenants/backup/contents.ts'
import {restoreTenant} from '../../../src/tenants/backup/restore.ts'
import {freeze, writeBackup} from '../../../src/tenants/backup/write.ts'
import {cloneTenant} from '../../../src/tenants/clone.ts'
import {dropTenant} from '../../../src/tenants/drop.ts'
import {moveTenant} from '../../../src/tenants/move.ts'
import {openRegistry} from '../../../src/tenants/registry.ts'
import {createDatabase} from '../../support/database.ts'
import {temporaryFolder} from '../../support/folder.ts'
import {installedBin} from '../../support/installed.ts'
import {pgDumpForTests} from '../../support/schema.ts'
import {PUBLIC, TEMPLATE} from '../fixture.ts'
import {create, drifted, query, REGISTRY, withTenant} from '../support.ts'

const TEXT = "tab\tnew\nline\rback\\slash \\. quote' \u2028 ünï"

async function filled(name: string): Promise<Address> {
  const address = await createDatabase(TEMPLATE)
  await create(address, [name])
  const s = quoteIdent(`tenant_${name}`)
  await withConnection(address, async (client) => {
    await client.query(`INSERT INTO ${s}.stages (label) VALUES ($1), ('other')`, [TEXT])
    await client.query(`INSERT INTO ${s}.users (address, boss) VALUES ('a@b', 1), ('c@d', 1)`)
    await client.query(`INSERT INTO ${s}.deals (stage, owner_id) SELECT 1, 2 FROM generate_series(1, 50)`)
    await client.query(`INSERT INTO ${s}.events VALUES ('2030-01-01', NULL)`)
  })
  return address
}

async function backup(address: Address, name: string, file: string) {
  const {registry, tenant} = await withTenant(address, name)
  return withConnection(address, async (client) => {
    await freeze(client, tenant.schema, {alone: false})
    return writeBackup(address, client, tenant, file, {pgDump: await pgDumpForTests(), registry})
  })
}

const restore = (address: Address, file: string, name: string) =>
  withConnection(address, async (client) =>
    restoreTenant(client, await openRegistry(client, REGISTRY), file, {name, schema: `tenant_${name}`}),
  )

const contents = (address: Address, schema: string) => withConnection(address, (client) => contentsOf(client, schema))

test.each([['plain'], [`o'k "x" \\b`]])('backup, drop and restore, and under another name: %j', async (name) => {
  const file = join(temporaryFolder(), 'b/backup.dump')
  const address = await filled(name)
  const before = await contents(address, `tenant_${name}`)
  expect(await backup(address, name, file)).toMatchObject({tables: 6, rows: 2 + 2 + 50 + 50 + 1})
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  await expect(restore(address, file, name)).rejects.toMatchObject({code: 'tenant_exists'})

  await restore(address, file, 'other')
  expect(await contents(address, 'tenant_other')).toEqual(before)
  const {registry, tenant} = await withTenant(address, name)
  await withConnection(address, (client) => dropTenant(client, registry, tenant))
  await restore(address, file, name)
  expect(await contents(address, `tenant_${name}`)).toEqual(before)
  expect(await drifted(address, ['tenant_other', `tenant_${name}`])).toEqual({absent: [], groups: []})
  expect((await withTenant(address, name)).tenant.id).toBe(tenant.id)
  // Sequences go on, and functions read their own tables.
  for (const schema of ['tenant_other', `tenant_${name}`]) {
    const s = quoteIdent(schema)
    await query(address, `INSERT INTO ${s}.deals (stage) VALUES (1)`)
    expect(
      await query(address, `SELECT max(id)::int, max(number)::int, ${s}.count_users()::int FROM ${s}.deals`),
    ).toEqual([[550, 1500, 2]])
  }
})

test('a backup that was cut off or changed is refused, and nothing of it restored', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'backup.dump')
  const address = await filled('a')
  await backup(address, 'a', file)
  const whole = readFileSync(file)
  const changed = Buffer.from(whole)
  changed[whole.length - 30] = (changed[whole.length - 30] ?? 0) ^ 0xff
  const broken = join(folder, 'broken.dump')
  for (const other of [whole.subarray(0, 100), whole.subarray(0, whole.length / 2), whole.subarray(0, -40), changed]) {
    writeFileSync(broken, other)
    await expect(restore(address, broken, 'b')).rejects.toMatchObject({
      code: expect.stringMatching(/damaged_backup|restore_failed/),
    })
  }
  writeFileSync(broken, 'SELECT 1;')
  await expect(restore(address, broken, 'b')).rejects.toMatchObject({code: 'no_backup'})
  expect(await query(address, "SELECT count(*)::int FROM pg_namespace WHERE nspname = 'tenant_b'")).toEqual([[0]])
  expect(await query(address, 'SELECT count(*)::int FROM tenants')).toEqual([[1]])
})

/** As the first versions wrote it. */
const SCRIPT = `-- pgplumb tenant {"format":1,"name":"a","schema":"tenant_a","version":"15.1","at":"2025-01-01T00:00:00Z","row":{"id":7,"name":"A","subdomain":"a","schema_name":"tenant_a","plan":"pro","created_at":"2025-01-01T00:00:00+00:00"}}

SET client_encoding = 'UTF8';

-- pgplumb: before the rows
CREATE SCHEMA tenant_a;

CREATE TABLE tenant_a.notes (id integer NOT NULL, note text DEFAULT 'tenant_a'::text);

-- pgplumb: rows
COPY "tenant_a"."notes" ("id", "note") FROM stdin;
1\tone
2\t\\N
\\.


-- pgplumb: after the rows
ALTER TABLE ONLY tenant_a.notes ADD CONSTRAINT notes_pkey PRIMARY KEY (id);


-- pgplumb: end {"notes":2}
`

test('a backup of the first versions, a script, is still restored; one that was cut off is not', async () => {
  const file = join(temporaryFolder(), 'old.sql')
  const address = await createDatabase(TEMPLATE)
  for (const cut of [-1, -30]) {
    writeFileSync(file, cut === -1 ? SCRIPT.replace('2\t\\N\n', '') : SCRIPT.slice(0, cut))
    await expect(restore(address, file, 'b')).rejects.toMatchObject({code: 'cut_off_backup'})
  }
  writeFileSync(file, SCRIPT)
  await restore(address, file, 'b')
  expect(await query(address, 'SELECT * FROM tenant_b.notes ORDER BY id')).toEqual([
    [1, 'one'],
    [2, null],
  ])
  expect(await query(address, "SELECT plan, schema_name FROM tenants WHERE subdomain = 'b'")).toEqual([
    ['pro', 'tenant_b'],
  ])
})

test.for(['plain', `o'k "x" \\b`])('pg_restore reads it, history and all: %j', async (name, {skip}) => {
  if (installedBin === null)
    return skip('no PostgreSQL with pg_dump and pg_restore is installed in /usr/lib/postgresql')
  const file = join(temporaryFolder(), 'backup.dump')
  const address = await filled(name)
  await backup(address, name, file)
  const there = await createDatabase(PUBLIC)
  execFileSync(join(installedBin, 'pg_restore'), ['--exit-on-error', '--dbname', there.database, file], {
    env: dumpEnvironment(there),
  })
  expect(await contents(there, `tenant_${name}`)).toEqual(await contents(address, `tenant_${name}`))
})

test('a clone has the rows and the numbers, and lives apart', async () => {
  const address = await filled('a')
  await query(address, "UPDATE tenants SET plan = 'pro'")
  const made = await cloneTenant(address, 'a', 'b', {
    registry: REGISTRY,
    naming: {prefix: 'tenant_', names: 'subdomain', reserved: []},
    pgDump: await pgDumpForTests(),
  })
  expect(made).toMatchObject({outcome: 'created', problem: null})
  expect(await contents(address, 'tenant_b')).toEqual(await contents(address, 'tenant_a'))
  expect(await drifted(address, ['tenant_b'])).toEqual({absent: [], groups: []})
  await query(address, 'INSERT INTO tenant_b.deals (stage) VALUES (1)')
  expect(await query(address, 'SELECT max(id)::int, max(number)::int FROM tenant_b.deals')).toEqual([[550, 1500]])
  expect(await query(address, 'SELECT count(*)::int FROM tenant_a.deals')).toEqual([[50]])
  expect(await query(address, "SELECT plan, name FROM tenants WHERE subdomain = 'b'")).toEqual([['pro', 'a']])
})

test('a move compares before it drops; what does not arrive stays', async () => {
  const [from, to] = [await filled('a'), await createDatabase(TEMPLATE)]
  const before = await contents(from, 'tenant_a')
  const {tenant} = await withTenant(from, 'a')
  const file = join(temporaryFolder(), 'move.dump')
  const move = async () => moveTenant(from, to, tenant, {registry: REGISTRY, pgDump: await pgDumpForTests(), file})

  // A trigger there that changes what arrives.
  await query(
    to,
    `CREATE FUNCTION public.spoil() RETURNS event_trigger LANGUAGE plpgsql AS $$
     BEGIN UPDATE tenant_a.users SET role = 'admin'; END $$;
     CREATE EVENT TRIGGER spoil ON ddl_command_end WHEN TAG IN ('CREATE POLICY') EXECUTE FUNCTION public.spoil()`,
  )
  await expect(move()).rejects.toMatchObject({code: 'move_differs', detail: expect.stringContaining('users')})
  expect(await contents(from, 'tenant_a')).toEqual(before)
  expect(await query(to, 'SELECT count(*)::int FROM tenants')).toEqual([[0]])
  await query(to, 'DROP EVENT TRIGGER spoil')

  expect(await move()).toEqual({tables: 6, rows: 105})
  expect(await contents(to, 'tenant_a')).toEqual(before)
  expect(await drifted(to, ['tenant_a'])).toEqual({absent: [], groups: []})
  expect(await query(from, "SELECT count(*)::int FROM pg_namespace WHERE nspname = 'tenant_a'")).toEqual([[0]])
  expect(await query(from, 'SELECT count(*)::int FROM tenants')).toEqual([[0]])
})
