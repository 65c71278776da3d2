import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {readScript, readScriptFile} from '../../../src/postgres/script/read.ts'
import {runScript} from '../../../src/postgres/script/run.ts'
import {validate} from '../../../src/schema/validate.ts'
import {createDatabase, session} from '../../support/database.ts'

const file = 'test/fixtures/pg-dump/v15.sql'
const dump = readFileSync(file, 'utf8')

/** The same dump as other versions of pg_dump write it. */
const DUMPS: [string, string][] = [
  ['13', dump.replace(/^\\(un)?restrict .*\n/gm, '')],
  ['15', dump],
  [
    '18',
    dump
      .replace(/^SET idle_in_transaction.*/m, '$&\nSET transaction_timeout = 0;')
      .replace(/^ALTER TABLE (app\.\w+_seq) OWNER/m, 'ALTER SEQUENCE $1 OWNER'),
  ],
  ['15 on Windows', dump.replaceAll('\n', '\r\n')],
  ['15 with another encoding', dump.replace("client_encoding = 'UTF8'", "client_encoding = 'LATIN1'")],
]

test.each(DUMPS)('a dump by pg_dump %s loads, data and all', async (_, text) => {
  for (const transaction of [true, false]) {
    const client = await session(await createDatabase())
    const done = await runScript(client, readScript(text, {file}), {transaction})
    expect(done).toBeGreaterThan(40)
    const {rows} = await client.query('SELECT "Full Name" AS name, tags FROM app.users ORDER BY id')
    expect(rows).toEqual([
      {name: 'tab\there\nand \\ back', tags: ['a', 'b;c']},
      {name: null, tags: null},
      {name: '\\.', tags: []},
      {name: 'größe 😀 \'"$$;', tags: null},
    ])
    const counts = await client.query(
      "SELECT (SELECT count FROM app.m)::int AS m, app.grade(3), encode(lo_get(4711), 'hex') AS lo, (SELECT count(*) FROM app.log)::int AS log",
    )
    expect(counts.rows).toEqual([{m: 4, grade: 'x;', lo: '00ff5c2e', log: 3}])
    const comment = await client.query("SELECT obj_description('app.users'::regclass) AS text")
    expect(comment.rows[0].text.replaceAll('\r', '')).toBe(`a; "b" \\ c's $$ -- größe 😀\nsecond line`)
  }
})

test('a dump is valid offline', async () => {
  expect(await validate([{file}])).toEqual([])
})

test('a dump with --create is refused at its \\connect, before anything runs', () => {
  const text = dump.replace("SET default_tablespace = '';", '\\connect d\n$&')
  expect(() => [...readScript(text, {file})]).toThrow('would leave the database')
})

test('every statement of a dump stands where it says', () => {
  const lines = dump.split('\n')
  for (const statement of readScriptFile(file)) {
    const first = statement.text.split('\n')[0] ?? ''
    expect(lines[statement.line - 1]?.slice(statement.column - 1)).toBe(first)
  }
})
