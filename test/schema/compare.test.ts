import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {compare} from '../../src/schema/compare.ts'
import {loadParser} from '../../src/schema/parse.ts'
import {readDatabase} from '../../src/schema/read.ts'
import {cloneSql} from '../../src/schema/restore.ts'
import {mutations} from '../fixtures/mutations.ts'
import {atOnce} from '../support/at-once.ts'
import {createDatabase} from '../support/database.ts'
import {copyOf, pgDumpForTests} from '../support/schema.ts'

const rich = readFileSync(new URL('../fixtures/rich.sql', import.meta.url), 'utf8')

test('a database restored from its own dump shows no drift', async () => {
  const pgDump = await pgDumpForTests()
  const original = await readDatabase(await createDatabase(rich), {pgDump})
  const copy = await createDatabase()
  await loadParser()
  await withConnection(copy, async (client) => {
    const {before, after} = cloneSql(original)
    for (const batch of [...before, ...after]) await client.query(batch)
  })
  const restored = await readDatabase(copy, {pgDump})
  expect(restored.entries.size).toBeGreaterThan(300)
  expect(await compare(restored, original)).toEqual([])
})

test('each single change to a rich schema is named, and nothing else', async () => {
  const pgDump = await pgDumpForTests()
  const template = await createDatabase(rich)
  const original = await readDatabase(template, {pgDump})
  const wrong: unknown[] = []
  await atOnce(4, mutations, async ({name, sql, kind, identity, change}) => {
    const address = await copyOf(template)
    await withConnection(address, (client) => client.query(sql))
    const found = (await compare(await readDatabase(address, {pgDump}), original)).map((item) => ({
      kind: item.kind,
      identity: item.identity,
      change: item.change,
    }))
    if (JSON.stringify(found) !== JSON.stringify([{kind, identity, change}]))
      wrong.push({name, expected: {kind, identity, change}, found})
  })
  expect(wrong).toEqual([])
}, 600_000)
