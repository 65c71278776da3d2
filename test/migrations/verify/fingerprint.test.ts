import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {fingerprint} from '../../../src/migrations/verify/fingerprint.ts'
import {mutations} from '../../fixtures/mutations.ts'
import {createDatabase, session} from '../../support/database.ts'

const rich = readFileSync(new URL('../../fixtures/rich.sql', import.meta.url), 'utf8')

test('each single change to a rich schema changes the fingerprint, and taking it back brings it back', async () => {
  const client = await session(await createDatabase(rich))
  const original = await fingerprint(client)
  const unseen: string[] = []
  for (const {name, sql} of mutations) {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query('RESET ALL')
    if ((await fingerprint(client)) === original) unseen.push(name)
    await client.query('ROLLBACK')
  }
  expect(unseen).toEqual([])
  expect(await fingerprint(client)).toBe(original)
}, 120_000)

test('what is dropped and made again as it was has the fingerprint it had', async () => {
  const client = await session(
    await createDatabase(`CREATE TABLE t (a int PRIMARY KEY, b text CHECK (b <> '')); COMMENT ON TABLE t IS 'x';
      CREATE VIEW v AS SELECT a FROM t; CREATE POLICY p ON t USING (a > 0); CREATE TYPE e AS ENUM ('x', 'y');`),
  )
  const original = await fingerprint(client)
  await client.query(`DROP TABLE t CASCADE; DROP TYPE e; CREATE TYPE e AS ENUM ('x', 'y');
    CREATE TABLE t (a int PRIMARY KEY, b text CHECK (b <> '')); COMMENT ON TABLE t IS 'x';
    CREATE POLICY p ON t USING (a > 0); CREATE VIEW v AS SELECT a FROM t;`)
  expect(await fingerprint(client)).toBe(original)
})
