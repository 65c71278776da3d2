import {expect, test} from 'vitest'
import {cut} from '../../../src/schema/dump/cut.ts'
import {collect, forRole, isOnlyOwned, keyOf} from '../../../src/schema/entry.ts'

const header = (name: string, type: string, schema = 'public', owner = 'me') =>
  `--\n-- Name: ${name}; Type: ${type}; Schema: ${schema}; Owner: ${owner}\n--\n\n`

const BODY = `CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $_$\n${header('fake', 'TABLE')}CREATE TABLE fake ();\n$_$;`

const DUMP = `--
-- PostgreSQL database dump
--

\\restrict abc

-- Dumped from database version 18.4

SET default_tablespace = '';

${header('t', 'TABLE')}CREATE TABLE public.t (a text DEFAULT '-- it''s; "x');


ALTER TABLE public.t OWNER TO me;

${header('f()', 'FUNCTION')}${BODY}


ALTER FUNCTION public.f() OWNER TO me;

${header('s; Type: x', 'SCHEMA', '-', '-')}CREATE SCHEMA "s; Type: x";

--
-- PostgreSQL database dump complete
--

\\unrestrict abc
`

test('a dump is cut at its headers, not at those that a function body quotes', async () => {
  const {serverVersion, entries} = await cut([DUMP])
  expect(serverVersion).toBe('18.4')
  expect(entries).toEqual([
    {
      type: 'TABLE',
      schema: 'public',
      tag: 't',
      owner: 'me',
      text: `CREATE TABLE public.t (a text DEFAULT '-- it''s; "x');`,
    },
    {type: 'FUNCTION', schema: 'public', tag: 'f()', owner: 'me', text: BODY},
    {type: 'SCHEMA', schema: null, tag: 's; Type: x', owner: null, text: 'CREATE SCHEMA "s; Type: x";'},
  ])
})

test('however the dump is chunked, the entries are the same', async () => {
  const whole = await cut([DUMP])
  for (let at = 0; at <= DUMP.length; at++) expect(await cut([DUMP.slice(0, at), DUMP.slice(at)])).toEqual(whole)
  for (const size of [1, 2, 3, 7, 64])
    expect(await cut(DUMP.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [])).toEqual(whole)
})

test('nothing is cut out of nothing', async () => {
  expect(await cut([])).toEqual({serverVersion: null, entries: []})
})

test('entries of one key are all kept', () => {
  const entry = {type: 'TABLE', schema: 'public', tag: 't', owner: 'me', text: ''}
  expect([...collect([entry, entry, entry]).keys()]).toEqual([keyOf(entry), `${keyOf(entry)}\n2`, `${keyOf(entry)}\n3`])
})

test('default privileges of the role that owns most have one key, whatever it is called', () => {
  const table = {type: 'TABLE', schema: 'public', tag: 't', owner: 'dev', text: ''}
  const acl = {...table, type: 'DEFAULT ACL', tag: 'DEFAULT PRIVILEGES FOR TABLES'}
  const other = {...acl, owner: 'other'}
  expect([...collect([table, acl, other]).keys()].slice(1)).toEqual([keyOf(acl), `${keyOf(acl)}\nother`])
})

test('a schema of which only the owner is told', () => {
  const schema = {type: 'SCHEMA', schema: null, tag: 'public', owner: 'me'}
  expect(isOnlyOwned({...schema, text: '-- *not* creating schema, since initdb creates it'})).toBe(true)
  expect(isOnlyOwned({...schema, text: 'CREATE SCHEMA public;'})).toBe(false)
})

test('default privileges of that role do not name it, and can be said for any other', () => {
  const table = {type: 'TABLE', schema: 'public', tag: 't', owner: 'a "b"', text: ''}
  const acl = {
    ...table,
    type: 'DEFAULT ACL',
    tag: 'DEFAULT PRIVILEGES FOR TABLES',
    text: [
      'ALTER DEFAULT PRIVILEGES FOR ROLE "a ""b""" IN SCHEMA public GRANT ALL ON TABLES TO "a ""b""";',
      'ALTER DEFAULT PRIVILEGES FOR ROLE "a ""b""" IN SCHEMA public GRANT SELECT ON TABLES TO app WITH GRANT OPTION;',
      'ALTER DEFAULT PRIVILEGES FOR ROLE "a ""b""" REVOKE ALL ON FUNCTIONS FROM PUBLIC;',
    ].join('\n'),
  }
  const lines = collect([table, acl]).get(keyOf(acl))?.text.split('\n') ?? []
  expect(lines).toEqual([
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO CURRENT_USER;',
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO app WITH GRANT OPTION;',
    'ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC;',
  ])
  const statements = acl.text.split('\n').map((line) => line.slice(0, -1))
  expect(lines.map((line) => forRole(line.slice(0, -1), '"a ""b"""'))).toEqual(statements)
  expect(statements.map((line) => forRole(line, 'other'))).toEqual(statements)
})

test('the marks of when a column was defined are left out', async () => {
  const t = (more: string) =>
    `${header('t', 'TABLE')}CREATE TABLE public.t (\n    a integer,\n    "b;c" text\n);\n${more}\n\n`
  const set = (column: string, options: string) =>
    `ALTER TABLE ONLY public.t ALTER COLUMN ${column} SET (${options});\n`
  const text = async (dump: string) =>
    [...(await cut([DUMP.replace(/^-- Name: t;/m, '-- Name: u;'), dump])).entries].find(({tag}) => tag === 't')?.text
  const plain = await text(t(''))
  expect(plain).toMatch(/^CREATE TABLE/)
  expect(await text(t(set('a', 'pg_attver=453742720') + set('"b;c"', 'pg_attver=12')))).toBe(plain)
  const options = await text(t(set('a', 'n_distinct=5')))
  expect(options).toContain('SET (n_distinct=5);')
  expect(await text(t(set('a', 'n_distinct=5, pg_attver=453742720') + set('"b;c"', 'pg_attver=12')))).toBe(options)
  expect(await text(t(set('a', 'pg_attver=453742720, n_distinct=5')))).toBe(options)
})
