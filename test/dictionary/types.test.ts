import {execFile} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {expect, test} from 'vitest'
import {readDictionary} from '../../src/dictionary/dictionary.ts'
import {renderTypes} from '../../src/report/dictionary/typescript.ts'
import {inSnapshot} from '../../src/rules/snapshot.ts'
import {createDatabase, session} from '../support/database.ts'
import {temporaryFolder} from '../support/folder.ts'

const SQL = `
  CREATE SCHEMA "odd-schema";
  CREATE TYPE mood AS ENUM ('fine', 'it''s so');
  CREATE TYPE "odd-schema".point2 AS (x int, y int);
  CREATE DOMAIN percent AS numeric(5,2) CHECK (VALUE BETWEEN 0 AND 100);
  CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, "full name" text GENERATED ALWAYS AS (name || '!') STORED,
    moods mood[] NOT NULL DEFAULT '{}', share percent, data jsonb, born date, seen timestamptz NOT NULL DEFAULT now(),
    at "odd-schema".point2, active boolean NOT NULL, key bytea, score double precision, "in" tsrange);
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
  Is<User['Row']['id'], string>, Is<User['Row']['moods'], ('fine' | "it's so")[]>, Is<User['Row']['share'], string | null>,
  Is<User['Row']['born'], Date | null>, Is<User['Row']['at'], {x: number | null; y: number | null} | null>,
  Is<User['Row']['score'], number | null>, Is<User['Row']['key'], Uint8Array | null>, Is<User['Row']['in'], string | null>,
  Is<Database['public']['Views']['active_users']['Row'], {id: string | null; name: string | null}>,
  Is<Database['public']['Functions']['find_users'], {Args: {query: string; at_most?: number}; Returns: User['Row'][]}>,
  Is<Database['public']['Functions']['totals']['Returns'], {n: string; share: string}[]>,
  Is<Database['odd-schema']['Tables']['Ta"ble']['Insert'], {id: number; n?: number | null}>,
] = [true, true, true, true, true, true, true, true, true, true, true, true]
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

test('the types compile, and say what the server says', async () => {
  const client = await session(await createDatabase(SQL))
  const dictionary = await inSnapshot(client, () => readDictionary(client, null))
  const folder = temporaryFolder({
    'use.ts': USE,
    'package.json': '{"type": "module"}',
    'tsconfig.json': JSON.stringify({
      compilerOptions: {strict: true, module: 'nodenext', target: 'es2022', noEmit: true, types: []},
      files: ['use.ts'],
    }),
  })
  writeFileSync(join(folder, 'database.ts'), renderTypes(dictionary, {dates: 'Date', bigints: 'string'}))
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
  const {stdout} = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch((error) => error)
  expect(stdout).toBe('')
})
