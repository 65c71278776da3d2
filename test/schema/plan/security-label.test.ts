import {expect, test} from 'vitest'
import type {Address} from '../../../src/postgres/address.ts'
import {withConnection} from '../../../src/postgres/connect.ts'
import {choosePgDump} from '../../../src/postgres/pg-dump/choose.ts'
import {compare} from '../../../src/schema/compare.ts'
import {readDependencies} from '../../../src/schema/dependencies.ts'
import {differences} from '../../../src/schema/difference.ts'
import {planSteps} from '../../../src/schema/plan/steps.ts'
import {prove} from '../../../src/schema/prove.ts'
import {readDatabase, readDump} from '../../../src/schema/read.ts'
import {converge} from '../../support/converge.ts'
import {createDatabase, testServer} from '../../support/database.ts'

// The embedded server has no label provider: these are what pg_dump prints with one.
const dump = (labels: readonly (readonly [tag: string, sql: string])[]): string =>
  [
    '--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 18.4\n\n',
    '--\n-- Name: t; Type: TABLE; Schema: public; Owner: postgres\n--\n\nCREATE TABLE public.t (\n    a integer\n);\n\n\n',
    ...labels.map(
      ([tag, sql]) => `--\n-- Name: ${tag}; Type: SECURITY LABEL; Schema: public; Owner: postgres\n--\n\n${sql}\n\n\n`,
    ),
    '--\n-- PostgreSQL database dump complete\n--\n\n',
  ].join('')

const label = (on: string, value: string) => `SECURITY LABEL FOR dummy ON ${on} IS '${value}';`

async function steps(from: string, to: string): Promise<string[]> {
  const [actual, expected] = [await readDump([from]), await readDump([to])]
  return (await planSteps(actual, expected, await differences(actual, expected))).map(({sql}) => sql)
}

test('security labels are given, changed and taken away', async () => {
  const none = dump([])
  const some = dump([
    ['TABLE t', `${label('TABLE public.t', 'classified')}\n${label('COLUMN public.t.a', "it''s secret")}`],
  ])
  const other = dump([['TABLE t', label('TABLE public.t', 'unclassified')]])
  expect(await steps(none, some)).toEqual([
    "SECURITY LABEL FOR dummy ON TABLE public.t IS 'classified'",
    "SECURITY LABEL FOR dummy ON COLUMN public.t.a IS 'it''s secret'",
  ])
  expect(await steps(some, other)).toEqual([
    'SECURITY LABEL FOR dummy ON COLUMN public.t.a IS NULL',
    "SECURITY LABEL FOR dummy ON TABLE public.t IS 'unclassified'",
  ])
  expect(await steps(some, some)).toEqual([])
})

const BASE = `CREATE SCHEMA app;
  CREATE TABLE app.t (a int, "b;c" text, d numeric);
  CREATE VIEW app.v AS SELECT a FROM app.t;
  CREATE MATERIALIZED VIEW app.m AS SELECT d FROM app.t;
  CREATE SEQUENCE app.s;
  CREATE TYPE app.e AS ENUM ('x');
  CREATE DOMAIN app.n AS int;
  CREATE FUNCTION app.f(app.e, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE PROCEDURE app.p() LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE app.total(int) (SFUNC = int4pl, STYPE = int);
  CREATE PUBLICATION labelled;
  INSERT INTO app.t VALUES (1, 'x', 2);`

const LABELLED = [
  'SCHEMA app',
  'TABLE app.t',
  'COLUMN app.t."b;c"',
  'COLUMN app.t.d',
  'VIEW app.v',
  'COLUMN app.v.a',
  'MATERIALIZED VIEW app.m',
  'SEQUENCE app.s',
  'TYPE app.e',
  'DOMAIN app.n',
  'FUNCTION app.f(app.e, text)',
  'PROCEDURE app.p()',
  'AGGREGATE app.total(int)',
  'PUBLICATION labelled',
]

const labels = (value: string): string =>
  LABELLED.map((object) => `SECURITY LABEL FOR dummy ON ${object} IS '${value}';`).join('\n')

test('labels of every kind of object, on a server that has a provider', {timeout: 300_000}, async ({skip}) => {
  const server = testServer()
  const provided = await withConnection(server, (client) =>
    client.query('SECURITY LABEL FOR dummy ON SCHEMA public IS NULL').then(
      () => true,
      () => false,
    ),
  )
  skip(!provided, 'the test server has no label provider "dummy" (shared_preload_libraries = dummy_seclabel)')
  const pgDump = await choosePgDump({serverMajor: 18, path: process.env.PATH ?? ''})
  const read = (database: Address) => readDatabase(database, {pgDump})
  const none = await read(await createDatabase(BASE))
  const some = await read(await createDatabase(BASE + labels('classified')))
  // The column's new type takes the views along, with their labels.
  const other = await read(
    await createDatabase(
      `${BASE.replace('d numeric', 'd text')}${labels('secret')}SECURITY LABEL FOR dummy ON TABLE app.t IS NULL;`,
    ),
  )
  const labelled = (changes: readonly {kind: string}[]) => changes.filter(({kind}) => kind === 'security label')
  // pg_dump writes those of columns under their table.
  const entries = LABELLED.filter((object) => !object.startsWith('COLUMN')).length
  expect(labelled(await compare(none, some))).toHaveLength(entries)
  expect(labelled(await compare(some, other))).toHaveLength(entries)
  for (const online of [true, false]) {
    const database = await createDatabase(BASE)
    let now = await read(database)
    for (const next of [some, other, none, other, some, none])
      now = await converge(database, now, next, {pgDump, online})
    const kept = await withConnection(database, (client) => client.query('SELECT * FROM app.t'))
    expect(kept.rows).toEqual([{a: 1, 'b;c': 'x', d: '2'}])
  }
  const rowsOf = await createDatabase(BASE)
  for (const to of [some, other]) {
    const planned = await withConnection(rowsOf, async (client) =>
      planSteps(none, to, await differences(none, to), {dependencies: (keys) => readDependencies(client, keys)}),
    )
    expect(await prove(none, to, planned, {pgDump, server, rowsOf})).toMatchObject({proven: true, left: []})
  }
})
