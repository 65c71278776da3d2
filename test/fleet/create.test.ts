import {expect, test, vi} from 'vitest'
import {drift} from '../../src/workspace/drift.ts'
import {fleetCreate} from '../../src/workspace/fleet/create.ts'
import {fleetDrift} from '../../src/workspace/fleet/drift.ts'
import {fleetMaintain} from '../../src/workspace/fleet/maintain.ts'
import {fleetMigrate} from '../../src/workspace/fleet/migrate.ts'
import {HOSTILE, TEMPLATE, tenantSql} from '../tenants/fixture.ts'
import {create, drifted, query} from '../tenants/support.ts'
import {both, fleetOf, reportOf, SHARDS, workOn} from './support.ts'

vi.setConfig({testTimeout: 240_000})

const NAMES = 'SELECT subdomain FROM tenants ORDER BY 1'

test('each goes where the fewest are, whatever it is called; what is there is left alone', async () => {
  const fleet = await fleetOf({
    tenancy: `${SHARDS}, prefix: ''`,
    files: {'sql/tenant-migrations/001_note.sql': 'ALTER TABLE users ADD COLUMN note text;'},
  })
  await create(fleet.one, ['old', 'older'], {naming: {prefix: '', names: 'any', reserved: []}})
  // The template's own name is no tenant's.
  const names = HOSTILE.filter((name) => name !== 'template')
  await expect(fleetCreate(fleet.workspace, ['template'])).rejects.toMatchObject({code: 'reserved_name'})
  const queued = await fleetCreate(fleet.workspace, [...names, 'old'])
  expect(queued).toMatchObject({added: names.length, current: 1})
  expect(await fleetCreate(fleet.workspace, names)).toMatchObject({run: queued.run, added: 0, known: names.length})
  expect(await workOn(fleet.workspace)).toHaveLength(names.length)
  expect(await reportOf(fleet.workspace, queued.run)).toMatchObject({failed: 0, failures: []})
  const homes = await Promise.all(
    [fleet.one, fleet.two].map(async (address) => {
      const there = (await query(address, NAMES)).flat().map(String)
      expect(await drifted(address, there)).toEqual({absent: [], groups: []})
      return there
    }),
  )
  expect(homes.flat().sort()).toEqual([...names, 'old', 'older'].sort())
  expect(Math.abs((homes[0]?.length ?? 0) - (homes[1]?.length ?? 0))).toBeLessThanOrEqual(1)
  expect(await fleetCreate(fleet.workspace, names)).toMatchObject({run: null, current: names.length})

  const tenants = names.length + 2
  expect(await fleetMigrate(fleet.workspace)).toMatchObject({added: tenants})
  await fleetDrift(fleet.workspace)
  await fleetMaintain(fleet.workspace, 'analyze')
  const ended = await workOn(fleet.workspace, 4)
  expect(ended).toHaveLength(3 * tenants)
  expect(ended.filter((text) => !/ (?:migrated|like the template|differs|maintained)$/.test(text))).toEqual([])
  await fleetDrift(fleet.workspace)
  expect((await workOn(fleet.workspace)).filter((text) => !text.endsWith(' like the template'))).toEqual([])
})

test('a shard may be named, a half-made tenant is completed where it is, a stranger fails and is named', async () => {
  const fleet = await fleetOf()
  await query(
    fleet.one,
    "INSERT INTO tenants (name, subdomain, schema_name) VALUES ('half', 'half', 'tenant_half'); CREATE SCHEMA tenant_odd; CREATE TABLE tenant_odd.t ()",
  )
  await expect(fleetCreate(fleet.workspace, ['x'], {shard: 'three'})).rejects.toMatchObject({code: 'unknown_shard'})
  const {run} = await fleetCreate(fleet.workspace, ['half', 'fresh'], {shard: 'two'})
  await fleetCreate(fleet.workspace, ['odd'], {shard: 'one'})
  expect(await workOn(fleet.workspace)).toEqual(['one/half completed', 'one/odd failed', 'two/fresh created'])
  expect(await reportOf(fleet.workspace, run)).toMatchObject({
    failures: [{name: 'odd', problem: {code: 'schema_exists'}}],
  })
  expect(await both(fleet, NAMES)).toEqual([[['half']], [['fresh']]])
})

test('the parameters of the first admin are looked at before anything is queued', async () => {
  const fleet = await fleetOf({
    tenancy: `${SHARDS}, admin: admin.sql`,
    files: {'admin.sql': "INSERT INTO users (address) VALUES (:'email');"},
  })
  await expect(fleetCreate(fleet.workspace, ['acme'])).rejects.toMatchObject({code: 'missing_parameter'})
})

const CENTRAL =
  'registry: {table: public.tenants, database: one, shard: shard, columns: {name: "{name}"}}, shards: [two]'
const REGISTRY = 'ALTER TABLE tenants ADD COLUMN shard text;'
const HOMES = 'SELECT subdomain, shard FROM tenants ORDER BY 1'

test('one registry for all shards says where each lives, and a shard needs none', async () => {
  const fleet = await fleetOf({
    tenancy: CENTRAL,
    schema: [
      TEMPLATE + REGISTRY,
      `CREATE TABLE public.countries (code text PRIMARY KEY);
      CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$;
      ${tenantSql('template')}`,
    ],
    files: {'sql/tenant-migrations/001_note.sql': 'ALTER TABLE users ADD COLUMN note text;'},
  })
  // From the time before there was more than one database.
  await create(fleet.one, ['first'])
  await fleetCreate(fleet.workspace, ['acme', 'globex'])
  expect(await workOn(fleet.workspace)).toEqual(['two/acme created', 'two/globex created'])
  const homes = [
    ['acme', 'two'],
    ['first', null],
    ['globex', 'two'],
  ]
  expect(await query(fleet.one, HOMES)).toEqual(homes)
  expect(await drifted(fleet.two, ['tenant_acme', 'tenant_globex'])).toEqual({absent: [], groups: []})
  // Half-made, as a worker that was killed leaves it.
  await query(fleet.two, 'DROP SCHEMA tenant_acme CASCADE')
  expect(await fleetCreate(fleet.workspace, ['acme', 'globex'])).toMatchObject({added: 1, current: 1})
  expect(await workOn(fleet.workspace)).toEqual(['two/acme completed'])
  expect(await query(fleet.one, HOMES)).toEqual(homes)
  expect(await fleetMigrate(fleet.workspace)).toMatchObject({added: 3, shards: ['two', 'one']})
  expect(await workOn(fleet.workspace)).toEqual(['one/first migrated', 'two/acme migrated', 'two/globex migrated'])

  // In the shard, too, they are nobody's drift, though the registry is elsewhere.
  const {changes} = await drift(fleet.workspace, 'two', 'one')
  expect(changes.filter(({identity}) => identity.includes('tenant_'))).toEqual([])
  expect(changes).toContainEqual(expect.objectContaining({identity: 'public.tenants', change: 'missing'}))

  await query(fleet.one, "UPDATE tenants SET shard = 'three' WHERE subdomain = 'acme'")
  await expect(fleetMigrate(fleet.workspace)).rejects.toMatchObject({code: 'unknown_shard'})
  await query(fleet.one, 'ALTER TABLE tenants DROP COLUMN shard')
  await expect(fleetMigrate(fleet.workspace)).rejects.toMatchObject({code: 'no_registry'})
})
