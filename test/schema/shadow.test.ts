import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {applyRecipe, type ShadowPlace, shadowTemplate, withCopy} from '../../src/schema/shadow.ts'
import {startServer} from '../support/throwaway-server.ts'

const TABLES = 2000

/** A master schema of more tables than one transaction of this server can lock. */
async function crowded(last = ''): Promise<{place: ShadowPlace; recipe: {files: string[]; root: string}}> {
  const server = await startServer({settings: ['max_locks_per_transaction=10', 'max_connections=10']})
  const root = await mkdtemp(join(tmpdir(), 'pgplumb-test-'))
  onTestFinished(async () => {
    await server.stop()
    await rm(root, {recursive: true, force: true})
  })
  const tables = Array.from({length: TABLES}, (_, n) => `CREATE TABLE t${n} (id integer PRIMARY KEY);\n`)
  const file = join(root, 'schema.sql')
  await writeFile(file, tables.join('') + last)
  return {
    place: {server: server.address, serverVersion: '18', cacheDir: root, own: false},
    recipe: {files: [file], root},
  }
}

test('a schema with more tables than a transaction can lock becomes a shadow', {timeout: 120_000}, async () => {
  const {place, recipe} = await crowded()
  await expect(applyRecipe(place.server, recipe)).rejects.toMatchObject({cause: {code: '53200'}})
  const {name, fresh} = await shadowTemplate(recipe, place)
  expect(fresh).toBe(true)
  const count = await withCopy(place.server, name, (address) =>
    withConnection(
      address,
      async (client) => (await client.query("SELECT FROM pg_class WHERE relkind = 'r' AND relname ~ '^t\\d'")).rowCount,
    ),
  )
  expect(count).toBe(TABLES)
})

test('what is wrong in such a schema is still told, and nothing is kept', {timeout: 120_000}, async () => {
  const {place, recipe} = await crowded('CREATE TABLE broken (id nonsense);\n')
  await expect(shadowTemplate(recipe, place)).rejects.toMatchObject({code: 'sql_error', place: {line: TABLES + 1}})
  const left = await withConnection(place.server, (client) =>
    client.query("SELECT datname FROM pg_database WHERE datname LIKE 'pgplumb%'"),
  )
  expect(left.rows).toEqual([])
})
