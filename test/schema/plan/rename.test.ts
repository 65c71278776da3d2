import {expect, test} from 'vitest'
import {withConnection} from '../../../src/postgres/connect.ts'
import {choosePgDump} from '../../../src/postgres/pg-dump/choose.ts'
import {compare} from '../../../src/schema/compare.ts'
import {readDependencies} from '../../../src/schema/dependencies.ts'
import {differences} from '../../../src/schema/difference.ts'
import {type Rename, rename} from '../../../src/schema/plan/rename.ts'
import {planSteps} from '../../../src/schema/plan/steps.ts'
import {suggestRenames} from '../../../src/schema/plan/suggest.ts'
import {readDatabase} from '../../../src/schema/read.ts'
import {createDatabase} from '../../support/database.ts'
import {runSteps} from '../../support/run-steps.ts'

const ACTUAL = `
CREATE TABLE users (id serial PRIMARY KEY, mail text NOT NULL UNIQUE, age int CHECK (age > 0), parent int REFERENCES users);
CREATE INDEX users_lower ON users (lower(mail));
CREATE VIEW v AS SELECT mail FROM users;
COMMENT ON COLUMN users.mail IS 'where';
GRANT SELECT (mail) ON users TO PUBLIC;
INSERT INTO users (mail, age) VALUES ('a@b', 7);`

test.each<{what: string; expected: string; renames: Rename[]; kept: string}>([
  {
    what: 'a column',
    expected: ACTUAL.replaceAll('mail', 'email').replace('users_mail_key', 'users_email_key'),
    renames: [{kind: 'column', table: 'public.users', from: 'mail', to: 'email'}],
    kept: 'SELECT email AS v FROM users',
  },
  {
    what: 'a table',
    expected: ACTUAL.replaceAll('users', 'people'),
    renames: [{kind: 'table', table: 'public.users', to: 'people'}],
    kept: 'SELECT mail AS v FROM people',
  },
])('renames $what when told, and keeps its rows', async ({expected: sql, renames, kept}) => {
  const [database, target] = [await createDatabase(ACTUAL), await createDatabase(sql)]
  const pgDump = await choosePgDump({serverMajor: 18, path: process.env.PATH ?? ''})
  const [actual, expected] = [await readDatabase(database, {pgDump}), await readDatabase(target, {pgDump})]
  expect(suggestRenames(await differences(actual, expected))).toEqual(renames)
  const renamed = await rename(actual, renames)
  const rest = await planSteps(renamed.schema, expected, await differences(renamed.schema, expected), {
    dependencies: async () => renamed.dependencies(await withConnection(database, readDependencies)),
  })
  await withConnection(database, (client) => runSteps(client, [...renamed.steps, ...rest]))
  expect((await compare(await readDatabase(database, {pgDump}), expected)).filter(({cosmetic}) => !cosmetic)).toEqual(
    [],
  )
  const {rows} = await withConnection(database, (client) => client.query(kept))
  expect(rows).toEqual([{v: 'a@b'}])
})
