import {rename} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, onTestFinished, test, vi} from 'vitest'
import {withDatabase} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'
import {testServer} from '../support/database.ts'
import {projectOf, urlWithPassword} from '../support/project.ts'

vi.setConfig({testTimeout: 240_000})

const NAMES = ["we\"ird 'name' 100% \\ back", 'select', 'Größe 🐘', 'x'.repeat(63), ' a -- b /* c ']

test.each([["o\"dd %d 'base' \\ ö"], ['y'.repeat(63)]])('hostile names everywhere, in a database %j', async (name) => {
  const server = testServer()
  const address = withDatabase(server, name)
  onTestFinished(() =>
    withConnection(server, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${quoteIdent(name)} WITH (FORCE)`)
    }),
  )
  const statements = NAMES.flatMap((hostile) => {
    const quoted = quoteIdent(hostile)
    return [
      `CREATE SCHEMA ${quoted};`,
      `CREATE TABLE ${quoted}.${quoted} (${quoted} int PRIMARY KEY, tenant_id int DEFAULT 1 NOT NULL);`,
      `COMMENT ON COLUMN ${quoted}.${quoted}.${quoted} IS 'x';`,
      `CREATE FUNCTION ${quoted}.${quoted}(${quoted} int) RETURNS int LANGUAGE sql AS 'SELECT 1';`,
    ]
  })
  const made = projectOf({
    'a folder ö/pgplumb.yaml': `databases: {dev: {url: ${JSON.stringify(urlWithPassword(address))}, disposable: true}}`,
    'a folder ö/sql/schema.sql': statements.join('\n'),
    'a folder ö/sql/migrations/001_o dd.sql': 'SELECT 1;',
  })
  await rename(join(made.root, 'a folder ö'), join(made.root, "it's a folder ö"))
  const run = (...args: string[]) => made.run(...args, '--config', "it's a folder ö/pgplumb.yaml")
  expect(await run('reset', 'dev', '--yes')).toMatchObject({code: 0})
  expect(await run('drift')).toMatchObject({code: 0})
  expect(await run('status', '--check')).toMatchObject({code: 0})
  expect(await run('lint')).toMatchObject({code: 0})
  expect(JSON.parse((await run('rls', 'check', '--json')).stdout).summary).toMatchObject({error: NAMES.length})
  expect(await run('maintain', 'vacuum')).toMatchObject({code: 0})
  await withConnection(address, async (client) => {
    for (const hostile of NAMES)
      await client.query(`ALTER TABLE ${quoteIdent(hostile)}.${quoteIdent(hostile)} ALTER tenant_id DROP NOT NULL`)
  })
  expect(JSON.parse((await run('drift', 'dev', '--json')).stdout).changes).toHaveLength(NAMES.length)
  expect(await run('apply')).toMatchObject({code: 0})
  expect(await run('drift')).toMatchObject({code: 0})
})
