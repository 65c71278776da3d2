import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {type Dictionary, readDictionary} from '../../src/dictionary/dictionary.ts'
import {renderTypes} from '../../src/report/dictionary/typescript.ts'
import {renderModules} from '../../src/report/dictionary/typescript-modules.ts'
import {inSnapshot} from '../../src/rules/snapshot.ts'
import {createDatabase, session} from '../support/database.ts'
import {temporaryFolder} from '../support/folder.ts'
import {projectOf} from '../support/project.ts'
import {complaints} from '../support/tsc.ts'

const SQL = `
  CREATE SCHEMA "odd-schema";
  CREATE TYPE mood AS ENUM ('fine', 'it''s so');
  CREATE TYPE "odd-schema".point2 AS (x int, y int);
  CREATE TYPE "order" AS ENUM ('up', 'down');
  CREATE DOMAIN percent AS numeric(5,2) CHECK (VALUE BETWEEN 0 AND 100);
  CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, "full name" text GENERATED ALWAYS AS (name || '!') STORED,
    moods mood[] NOT NULL DEFAULT '{}', mood mood NOT NULL DEFAULT 'fine', share percent, data jsonb, born date, seen timestamptz NOT NULL DEFAULT now(),
    at "odd-schema".point2, active boolean NOT NULL, key bytea, score double precision, "in" tsrange,
    "share list" numeric[], sort "order");
  COMMENT ON COLUMN users.name IS 'evil */ comment';
  CREATE TABLE "odd-schema"."Ta""ble" (id int PRIMARY KEY, n int);
  CREATE VIEW active_users AS SELECT id, name FROM users WHERE active;
  CREATE FUNCTION find_users(query text, at_most int DEFAULT 10) RETURNS SETOF users LANGUAGE sql AS 'SELECT * FROM users LIMIT 1';
  CREATE FUNCTION totals() RETURNS TABLE (n bigint, share numeric) LANGUAGE sql AS 'SELECT 1::bigint, 1::numeric';
  CREATE FUNCTION mood_of(int) RETURNS mood LANGUAGE sql AS $$SELECT 'fine'::mood$$;
  CREATE FUNCTION mood_of(text) RETURNS mood LANGUAGE sql AS $$SELECT 'fine'::mood$$;`

const USE = `import type {Database} from './database.js'
type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never
type User = Database['public']['Tables']['users']
const checks: [
  Is<User['Row']['id'], string>, Is<User['Row']['moods'], string>, Is<User['Row']['mood'], 'fine' | "it's so">, Is<User['Row']['share'], string | null>,
  Is<User['Row']['born'], Date | null>, Is<User['Row']['at'], string | null>, Is<User['Row']['share list'], number[] | null>,
  Is<Database['odd-schema']['CompositeTypes']['point2'], {x: number | null; y: number | null}>, Is<User['Row']['sort'], 'up' | 'down' | null>,
  Is<User['Row']['score'], number | null>, Is<User['Row']['key'], Uint8Array | null>, Is<User['Row']['in'], string | null>,
  Is<Database['public']['Views']['active_users']['Row'], {id: string | null; name: string | null}>,
  Is<Database['public']['Functions']['find_users'], {Args: {query: string; at_most?: number}; Returns: User['Row'][]}>,
  Is<Database['public']['Functions']['totals']['Returns'], {n: string; share: string}[]>,
  Is<Database['odd-schema']['Tables']['Ta"ble']['Insert'], {id: number; n?: number | null}>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]
const added: User['Insert'] = {name: 'a', active: true}
const changed: User['Update'] = {moods: ['fine']}
// @ts-expect-error the server numbers it
const numbered: User['Insert'] = {id: '1', name: 'a', active: true}
// @ts-expect-error it has to be given
const nameless: User['Insert'] = {active: true}
// @ts-expect-error no such label
const label: Database['public']['Enums']['mood'] = 'sad'
export {added, changed, checks, label, nameless, numbered}
`

const OPTIONS = {dates: 'Date', bigints: 'string'} as const

async function dictionaryFrom(sql: string): Promise<Dictionary> {
  const client = await session(await createDatabase(sql))
  return inSnapshot(client, () => readDictionary(client, null))
}

test('the types compile, and say what the server says', async () => {
  const types = renderTypes(await dictionaryFrom(SQL), OPTIONS)
  expect(await complaints(temporaryFolder({'use.ts': USE, 'database.ts': types}))).toBe('')
})

const VALUES: Readonly<Record<string, string>> = {
  ...{
    smallint: '1',
    integer: '1',
    bigint: '1',
    oid: '1',
    real: '1.5',
    'double precision': '1.5',
    'numeric(5,2)': '1.5',
  },
  ...{text: 'a', 'varchar(9)': 'a', 'char(3)': 'a', '"char"': 'a', name: 'a', citext: 'a', jsonpath: '$', bit: '1'},
  ...{
    uuid: '00000000-0000-0000-0000-000000000000',
    boolean: 'true',
    bytea: '\\x00',
    json: '{}',
    jsonb: '{}',
    money: '1',
  },
  ...{
    date: '2020-02-02',
    'timestamp(3)': '2020-02-02',
    timestamptz: '2020-02-02',
    time: '01:00',
    'timetz(0)': '01:00+00',
  },
  ...{interval: '1 day', 'interval day to second(3)': '1 day', point: '(1,2)', circle: '<(1,2),3>', box: '(1,2),(3,4)'},
  ...{
    inet: '::1',
    cidr: '::1',
    macaddr: '08:00:2b:01:02:03',
    macaddr8: '08:00:2b:01:02:03:04:05',
    tsvector: 'a',
    tsquery: 'a',
  },
  ...{
    int4range: '[1,2)',
    numrange: '[1,2)',
    regclass: 'pg_class',
    pg_lsn: '0/1',
    'bit varying(3)': '1',
    polygon: '((1,2))',
  },
  ...{mood: 'fine', percent: '5', pair: '(1,2)', tags: '{a}', '"Enum order"': 'up'},
}

/** A value of JavaScript in the words of TypeScript. */
function kindOf(value: unknown): string {
  if (value instanceof Date) return 'Date'
  if (value instanceof Uint8Array) return 'Uint8Array'
  if (Array.isArray(value)) return `${kindOf(value[0])}[]`
  return typeof value
}

/** The same of a printed type. */
const printedKind = (type: string): string =>
  type
    .replace(/ \| null$/, '')
    .replace(/^Json/, 'object')
    .replace(/^\{.*\}/, 'object')
    .replace(/^Database.*\['[^']*'\]/, 'string')

test('a value of each type, and an array of them, is what node-postgres makes of it', async () => {
  const entries = Object.entries(VALUES)
  const client = await session(
    await createDatabase(
      `CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('fine'); CREATE TYPE "Enum order" AS ENUM ('up');
       CREATE DOMAIN percent AS numeric(5,2); CREATE TYPE pair AS (x int, y int); CREATE DOMAIN tags AS text[];
       CREATE TABLE v (${entries.map(([type], i) => `c${i} ${type}, a${i} ${type}[]`)});`,
    ),
  )
  await client.query(
    `INSERT INTO v VALUES (${entries.map(([type, value]) => `'${value}'::${type}, ARRAY['${value}'::${type}]`)})`,
  )
  const {rows} = await client.query('SELECT * FROM v')
  const types = renderTypes(await inSnapshot(client, () => readDictionary(client, null)), OPTIONS)
  const row = types.slice(types.indexOf('Row: {'), types.indexOf('Insert: {'))
  const printed = [...row.matchAll(/^ +([ac]\d+): (.+)$/gm)].map(([, name, type]) => [name, printedKind(type ?? '')])
  const found = Object.entries(rows[0]).map(([name, value]) => [name, kindOf(value)])
  expect(printed).toEqual(found)
})

const HOSTILE = `${SQL}
  CREATE SCHEMA billing;
  CREATE TABLE billing.invoices (
    id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, "sum" numeric);
  CREATE TABLE "../../evil" (id int PRIMARY KEY);
  CREATE TABLE date (id int PRIMARY KEY, at timestamptz NOT NULL);
  CREATE TABLE user_roles (
    id int PRIMARY KEY, flags boolean[] NOT NULL, at timestamptz NOT NULL, "order" "order" NOT NULL);
  CREATE TABLE userroles (id int PRIMARY KEY);
  CREATE TABLE plain (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, role_id int NOT NULL REFERENCES user_roles,
    small int REFERENCES plain, mood mood NOT NULL, note text DEFAULT 'a */ b', settings jsonb NOT NULL DEFAULT '{}');
  COMMENT ON TABLE plain IS E'one */ export const evil = 1 /*\nimport x from ''./nowhere''';`

const USE_MODULES = `import type {Plain_InsertParameters} from './plain.js'
import type Plain from './plain.js'
import type UserRoles from './user_roles.js'
import type DatabaseSchema from './index.js'
import type Invoices from './billing/invoices.js'
type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never
const checks: [
  Is<Plain['role_id'], UserRoles['id']>, Is<Plain['mood'], 'fine' | "it's so">, Is<Plain['small'], number | null>,
  Is<UserRoles['at'], Date>, Is<UserRoles['flags'], boolean[]>, Is<Invoices['user_id'], string>,
  Is<UserRoles['order'], 'up' | 'down'>, Is<DatabaseSchema['plain']['record'], Plain>,
] = [true, true, true, true, true, true, true, true]
declare const role: UserRoles['id']
const added: Plain_InsertParameters = {role_id: role, mood: 'fine'}
// @ts-expect-error a key of another table
const confused: Plain['id'] = role
export {added, checks, confused}
`

test('modules by the printer of @databases: keys are branded, names and comments break nothing', async () => {
  const {files, leftOut} = renderModules(await dictionaryFrom(HOSTILE), OPTIONS)
  expect([...leftOut].sort()).toEqual(
    ['odd-schema.Ta"ble', 'public.../../evil', 'public.date', 'public.userroles', 'public.users'].sort(),
  )
  expect(files.map(({path}) => path).sort()).toEqual([
    ...['_enums.ts', 'active_users.ts', 'billing/index.ts', 'billing/invoices.ts', 'billing/schema.json'],
    ...['index.ts', 'plain.ts', 'schema.json', 'user_roles.ts'],
  ])
  const modules = Object.fromEntries(files.map(({path, text}) => [path, text]))
  expect(await complaints(temporaryFolder({...modules, 'use.ts': USE_MODULES}))).toBe('')
  const columnsOfPlain = JSON.parse(modules['schema.json'] ?? '').find(
    ({name}: {name: string}) => name === 'plain',
  ).columns
  expect(columnsOfPlain).toMatchObject([
    {name: 'id', hasDefault: true, isNullable: false, typeName: 'BIGINT'},
    {name: 'role_id', hasDefault: false},
    {name: 'small', isNullable: true, typeName: 'INTEGER'},
    {name: 'mood', typeName: 'MOOD'},
    {name: 'note', hasDefault: true},
    {name: 'settings', typeName: 'JSONB'},
  ])
})

test('the command writes what changed, removes what is of no table any more, and touches no other file', async () => {
  const project = projectOf({
    'sql/schema.sql': 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE notes (id int PRIMARY KEY);',
    'src/db/mine.ts': '',
  })
  const types = (...flags: readonly string[]) =>
    project.run('types', '--form', 'modules', '--output', 'src/db', ...flags)
  expect(await types('--check')).toMatchObject({code: 1})
  expect((await types()).stderr).toContain('src/db: 4 files, 4 of them changed')
  expect(await types('--check')).toMatchObject({code: 0, stdout: 'src/db is current\n'})
  project.write('sql/schema.sql', 'CREATE TABLE users (id int PRIMARY KEY, name text);')
  expect(JSON.parse((await types('--check', '--json')).stdout)).toEqual({
    output: 'src/db',
    current: false,
    changed: ['index.ts', 'notes.ts', 'schema.json', 'users.ts'],
    leftOut: [],
  })
  await types()
  expect(readdirSync(join(project.root, 'src/db')).sort()).toEqual(['index.ts', 'mine.ts', 'schema.json', 'users.ts'])
  expect(await project.run('types', '--form', 'modules')).toMatchObject({code: 2})
})
