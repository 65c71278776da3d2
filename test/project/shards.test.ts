import {expect, test} from 'vitest'
import {Failure} from '../../src/failure.ts'
import {loadProject} from '../../src/project/load.ts'
import {temporaryFolder} from '../support/folder.ts'

const load = (tenancy: string) =>
  loadProject({
    cwd: temporaryFolder({
      'pgplumb.yaml': `databases: {one: {}, two: {}, hub: {}}\ntenancy: {model: schema, ${tenancy}}\n`,
    }),
    env: {},
  })

test.each([
  ['registry: {table: t}', {shards: ['one'], queue: 'one', registry: {database: null}}],
  ['shards: [two, one]', {shards: ['two', 'one'], queue: 'two'}],
  ['shards: [two], queue: hub', {shards: ['two'], queue: 'hub'}],
  [
    'shards: [one, two], registry: {table: t, database: hub}',
    {shards: ['one', 'two'], queue: 'hub', registry: {database: 'hub', shard: 'shard'}},
  ],
])('%s', async (tenancy, expected) => {
  expect((await load(tenancy)).tenancy).toMatchObject(expected)
})

test.each([
  ['shards: [one, twoo]', 'tenancy.shards: the config has no database "twoo" (did you mean two?)'],
  ['shards: [one, one]', 'tenancy.shards names one twice'],
  ['shards: []', 'tenancy.shards: expected at least one database'],
  ['queue: elsewhere', 'tenancy.queue: the config has no database "elsewhere"'],
  ['registry: {table: t, database: x}', 'tenancy.registry: the config has no database "x"'],
  ['registry: {table: t, shard: s}', 'tenancy.registry.shard is only for a registry that has a database of its own'],
])('%s is wrong', async (tenancy, message) => {
  const failure: unknown = await load(tenancy).catch((error) => error)
  expect(failure).toBeInstanceOf(Failure)
  expect(failure).toMatchObject({code: 'bad_config', message: expect.stringContaining(message)})
})
