import {execFileSync} from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import type {Address} from '../../../src/postgres/address.ts'
import {loadArchive} from '../../../src/postgres/archive/load.ts'
import {openArchive} from '../../../src/postgres/archive/read.ts'
import {ArchiveError, readToc, writeToc} from '../../../src/postgres/archive/toc.ts'
import {writeArchive} from '../../../src/postgres/archive/write.ts'
import {withConnection} from '../../../src/postgres/connect.ts'
import {dumpEnvironment} from '../../../src/postgres/pg-dump/env.ts'
import {installedServer} from '../../support/installed.ts'

const installed = installedServer()

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'pgplumb-archive-'))
  onTestFinished(() => rmSync(path, {recursive: true, force: true}))
  return path
}

const ODD = `
CREATE SCHEMA "odd ""schema";
CREATE TYPE "odd ""schema".mood AS ENUM ('a', 'b');
CREATE TABLE "odd ""schema"."Tab\\le" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "Col.umn" text, m "odd ""schema".mood);
INSERT INTO "odd ""schema"."Tab\\le" ("Col.umn", m) VALUES (E'tab\\t newline\\n backslash\\\\ \\\\.', 'a'), (NULL, 'b'), ('\\.', NULL);
CREATE TABLE big (n int, t text);
INSERT INTO big SELECT n, repeat(md5(n::text), 20) FROM generate_series(1, 20000) n;
CREATE TABLE empty (a int);
CREATE TABLE parts (a int, b int REFERENCES "odd ""schema"."Tab\\le") PARTITION BY LIST (a);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
INSERT INTO parts VALUES (1, 1);
CREATE FUNCTION twice(a int, b text DEFAULT 'x') RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
CREATE VIEW v AS SELECT twice(n) FROM big;
CREATE MATERIALIZED VIEW mv AS SELECT count(*) FROM big;
CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int);
GRANT SELECT ON big TO PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
COMMENT ON TABLE big IS 'big; -- it''s';
SELECT lo_from_bytea(4711, decode(repeat('00ff5c', 50000), 'hex'));
`

const contents = (address: Address) =>
  withConnection(address, async (client) => {
    const {rows} = await client.query(`SELECT (SELECT md5(string_agg(b::text, ',' ORDER BY n)) FROM big b) AS big,
      (SELECT array_agg(t::text ORDER BY id) FROM "odd ""schema"."Tab\\le" t) AS odd, (SELECT count FROM mv) AS mv,
      (SELECT count(*)::int FROM parts) AS parts, md5(lo_get(4711)) AS blob,
      nextval(pg_get_serial_sequence('"odd ""schema"."Tab\\le"', 'id')) AS next`)
    return rows
  })

const schemaOf = (bin: string, address: Address): string =>
  execFileSync(join(bin, 'pg_dump'), ['-s'], {env: dumpEnvironment(address), encoding: 'utf8'}).replaceAll(
    /^\\.*$/gm,
    '',
  )

test('what pg_dump writes is restored as pg_restore would', async (context) => {
  const {bin, database} = await installed(context)
  for (const args of [['-Fc'], ['-Fc', '-Z0'], ['-Fc', '-Z9', '--file=seekable.dump']]) {
    const cwd = folder()
    const source = await database(ODD)
    const out = execFileSync(join(bin, 'pg_dump'), args, {cwd, env: dumpEnvironment(source), maxBuffer: 1 << 28})
    const file = join(cwd, 'seekable.dump')
    if (out.length > 0) writeFileSync(file, out)
    const target = await database()
    const loaded = await withConnection(target, async (client) => loadArchive(client, await openArchive(file)))
    expect(loaded.find(({entry}) => entry.tag === 'big')?.rows).toBe(20_000)
    expect(schemaOf(bin, target)).toBe(schemaOf(bin, source))
    expect(await contents(target)).toEqual(await contents(source))
  }
})

test('what is written here is read by pg_restore', async (context) => {
  const {bin, database} = await installed(context)
  const file = join(folder(), 'ours.dump')
  const rows = Buffer.from('1\tone\n2\t\\N\n')
  const entry = {
    schema: 'public',
    owner: '',
    section: 'before the rows' as const,
    dropSql: '',
    copySql: '',
    tablespace: '',
    accessMethod: '',
    dependencies: [],
    hasData: false,
    offset: null,
  }
  await writeArchive(
    file,
    {
      database: 'x',
      serverVersion: '15.1',
      dumpVersion: '15.1',
      at: new Date(),
      entries: [
        {...entry, id: 1, type: 'TABLE', tag: 'ü"t', sql: 'CREATE TABLE public."ü""t" (a int, b text);\n'},
        {
          ...entry,
          id: 2,
          type: 'TABLE DATA',
          tag: 'ü"t',
          section: 'rows',
          sql: '',
          copySql: 'COPY public."ü""t" (a, b) FROM stdin;\n',
          dependencies: [1],
          hasData: true,
        },
      ],
    },
    async function* () {
      yield rows
    },
  )
  const target = await database()
  execFileSync(join(bin, 'pg_restore'), ['--exit-on-error', '--dbname', target.database, file], {
    env: dumpEnvironment(target),
  })
  const read = () =>
    withConnection(target, async (client) => (await client.query('SELECT * FROM public."ü""t" ORDER BY 1')).rows)
  const expected = [
    {a: 1, b: 'one'},
    {a: 2, b: null},
  ]
  expect(await read()).toEqual(expected)
  await withConnection(target, async (client) => {
    await client.query('DROP TABLE public."ü""t"')
    await loadArchive(client, await openArchive(file))
  })
  expect(await read()).toEqual(expected)
})

test('an archive that is cut off or changed anywhere is refused', async (context) => {
  const {bin, database} = await installed(context)
  const cwd = folder()
  const file = join(cwd, 'whole.dump')
  const source = await database(ODD)
  execFileSync(join(bin, 'pg_dump'), ['-Fc', `--file=${file}`], {env: dumpEnvironment(source)})
  const load = async (path: string) => {
    const target = await database()
    return withConnection(target, async (client) => loadArchive(client, await openArchive(path)))
  }
  const {size} = statSync(file)
  for (const length of [3, 200, Math.floor(size / 2), size - 200]) {
    const cut = join(cwd, `cut-${length}.dump`)
    copyFileSync(file, cut)
    truncateSync(cut, length)
    await expect(load(cut), `${length} of ${size} bytes`).rejects.toThrow()
  }
  const bytes = readFileSync(file)
  bytes[size - 5000] = (bytes[size - 5000] ?? 0) ^ 0xff
  writeFileSync(join(cwd, 'changed.dump'), bytes)
  await expect(load(join(cwd, 'changed.dump'))).rejects.toMatchObject({
    code: expect.stringMatching(/^(damaged_backup|restore_failed)$/),
  })
})

test('what is no archive, or of a version that is not known, is said', () => {
  expect(() => readToc(Buffer.from('-- PostgreSQL database dump'))).toThrow(ArchiveError)
  const bytes = writeToc({database: 'x', serverVersion: '15', dumpVersion: '15', at: new Date(), entries: []})
  bytes[6] = 99
  expect(() => readToc(bytes)).toThrow('its version is 1.99')
})

test('an interruption ends a long statement, and the session can go on', async (context) => {
  const {bin, database} = await installed(context)
  const file = join(folder(), 'slow.dump')
  const source = await database(
    'CREATE TABLE slow (a int); INSERT INTO slow VALUES (1); CREATE MATERIALIZED VIEW waits AS SELECT a FROM slow',
  )
  execFileSync(join(bin, 'pg_dump'), ['-Fc', `--file=${file}`], {env: dumpEnvironment(source)})
  const target = await database()
  const stop = new AbortController()
  await withConnection(target, async (client) => {
    const rename = (sql: string) => (sql.startsWith('REFRESH') ? `SELECT pg_catalog.pg_sleep(600); ${sql}` : sql)
    const loading = loadArchive(client, await openArchive(file), {
      rename,
      signal: stop.signal,
      onEntry: ({type}) => {
        if (type === 'MATERIALIZED VIEW DATA') setTimeout(() => stop.abort(), 100)
      },
    })
    await expect(loading).rejects.toMatchObject({code: 'restore_failed', cause: {code: '57014'}})
    expect((await client.query('SELECT count(*)::int AS rows FROM public.slow')).rows).toEqual([{rows: 1}])
  })
})

test('many tables leave no file open', async (context) => {
  const {bin, database} = await installed(context)
  const tables = Array.from({length: 200}, (_, index) => `CREATE TABLE t${index} AS SELECT ${index} AS i;`).join('\n')
  const source = await database(tables)
  const file = join(folder(), 'many.dump')
  execFileSync(join(bin, 'pg_dump'), ['-Fc', `--file=${file}`], {env: dumpEnvironment(source)})
  const target = await database()
  const open = () => readdirSync('/proc/self/fd').length
  const before = existsSync('/proc/self/fd') ? open() : 0
  const loaded = await withConnection(target, async (client) => loadArchive(client, await openArchive(file)))
  expect(loaded.map(({rows}) => rows)).toEqual(Array.from({length: 200}, () => 1))
  if (before > 0) await expect.poll(open).toBeLessThan(before + 20)
})
