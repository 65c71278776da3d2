import {expect, test} from 'vitest'
import {Failure} from '../../../src/failure.ts'
import {readScript} from '../../../src/postgres/script/read.ts'
import {type RunOptions, runScript} from '../../../src/postgres/script/run.ts'
import {createDatabase, session} from '../../support/database.ts'

const database = async (sql?: string) => session(await createDatabase(sql))
const statements = (script: string) => readScript(script, {file: 'schema.sql'})

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.catch((error: unknown) => error)
  if (error instanceof Failure) return error
  throw new Error(`not refused: ${error}`)
}

async function names(client: Awaited<ReturnType<typeof database>>): Promise<string[]> {
  const {rows} = await client.query<{relname: string}>(
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
  )
  return rows.map((row) => row.relname)
}

test('a script runs, and says how many statements it had', async () => {
  const client = await database()
  const done = await runScript(
    client,
    statements('CREATE TABLE a (id int);\nCREATE TABLE b (id int); SELECT 1; -- end'),
  )
  expect(done).toBe(3)
  expect(await names(client)).toEqual(['a', 'b'])
})

test('an empty script is no error', async () => {
  const client = await database()
  expect(await runScript(client, statements('-- nothing'), {transaction: true})).toBe(0)
})

const BROKEN = `CREATE TABLE a (id int);
CREATE TABLE b (id int);
COMMENT ON TABLE a IS 'gr\u00f6\u00dfe 😀😀';
  SELECT '😀', nmae FROM a;
CREATE TABLE c (id int);`

test.each<[string, RunOptions]>([
  ['in one transaction', {transaction: true}],
  ['statement by statement', {}],
])('%s, an error has its place, in characters and not in bytes', async (_, options) => {
  const client = await database()
  const failure = await failureOf(runScript(client, statements(BROKEN), options))
  expect(failure).toMatchObject({
    code: 'sql_error',
    message: 'column "nmae" does not exist',
    place: {file: 'schema.sql', line: 4, column: 16, text: "  SELECT '😀', nmae FROM a;"},
  })
  expect(await names(client)).toEqual(options.transaction ? [] : ['a', 'b'])
  expect(client.getTransactionStatus()).toBe('I')
})

test("the script's own transaction is rolled back, what came before is kept", async () => {
  const client = await database()
  const script = 'CREATE TABLE a ();\nBEGIN;\nCREATE TABLE b ();\nSELECT 1/0;\nCOMMIT;'
  const failure = await failureOf(runScript(client, statements(script)))
  expect(failure.place).toMatchObject({line: 4, column: 1})
  expect(await names(client)).toEqual(['a'])
})

test('an error without a position is at the statement that failed, found in a batch', async () => {
  const client = await database()
  const script = 'CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n\n  CREATE TABLE a (id int);\nSELECT 1;'
  const failure = await failureOf(runScript(client, statements(script), {transaction: true}))
  expect(failure).toMatchObject({message: 'relation "a" already exists', place: {line: 4, column: 3}})
})

test("detail, hint and the function's context are shown", async () => {
  const client = await database('CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)')
  const failure = await failureOf(runScript(client, statements('INSERT INTO t VALUES (1);')))
  expect(failure.detail).toContain('Key (id)=(1) already exists')
  const context = await failureOf(
    runScript(
      client,
      statements(`CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$BEGIN
  RETURN 1/0;
END$$;
SELECT f();`),
    ),
  )
  expect(context.detail).toContain('PL/pgSQL function f() line 2 at RETURN')
  expect(context.place).toMatchObject({line: 4})
  const hinted = await failureOf(runScript(client, statements('SELECT lowr(1);')))
  expect(hinted.hint).toMatch(/No function matches|no function/i)
  const lacking = await failureOf(runScript(client, statements('CREATE EXTENSION "not there";')))
  expect(lacking.hint).toContain('server: docker with an image that has this one')
})

test('an error inside a DO block is at its line', async () => {
  const client = await database()
  const failure = await failureOf(
    runScript(client, statements("SELECT 1;\nDO $$\nBEGIN\n  RAISE EXCEPTION 'no' USING HINT = 'yes';\nEND $$;")),
  )
  expect(failure).toMatchObject({hint: 'yes', place: {line: 4, column: 3}})
})

test('an error in a function body is at its place in the file', async () => {
  const client = await database()
  const script = 'SELECT 1;\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n  SELECT nope;\n$$;'
  const failure = await failureOf(runScript(client, statements(script), {transaction: true}))
  expect(failure.place).toMatchObject({line: 3, column: 10})
})

test('an error behind a variable and in an include is at its place', async () => {
  const client = await database()
  const script = readScript("\\set v 'a value'\n\\ir b.sql", {
    file: 'sql/a.sql',
    readFile: () => "SELECT 1;\nSELECT :'v',\n nope;",
  })
  const failure = await failureOf(runScript(client, script, {transaction: true}))
  expect(failure.place).toEqual({file: 'sql/b.sql', line: 3, column: 2, text: ' nope;'})
})

test('what a script may not do in one transaction', async () => {
  const client = await database()
  const script = 'BEGIN;\nCREATE TABLE a ();\nSAVEPOINT s;\nROLLBACK TO s;\nCOMMIT;\nSTART TRANSACTION; END;\n'
  await runScript(client, statements(script), {transaction: true})
  expect(await names(client)).toEqual(['a'])
  const failure = await failureOf(runScript(client, statements('CREATE TABLE b ();\nROLLBACK;'), {transaction: true}))
  expect(failure).toMatchObject({code: 'script_command', place: {line: 2, column: 1}})
  const outside = await failureOf(
    runScript(client, statements('CREATE INDEX CONCURRENTLY i ON a ((1));'), {transaction: true}),
  )
  expect(outside).toMatchObject({code: 'sql_error', hint: expect.stringContaining('in a transaction')})
  expect(await names(client)).toEqual(['a'])
})

test('statements that refuse a transaction run outside one', async () => {
  const client = await database()
  const script = 'CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);\nVACUUM a;\n'
  expect(await runScript(client, statements(script))).toBe(3)
})

test("a caller's transaction is left to the caller", async () => {
  const client = await database()
  await client.query('BEGIN')
  await runScript(client, statements('BEGIN; CREATE TABLE a (); COMMIT;'))
  expect(client.getTransactionStatus()).toBe('T')
  await failureOf(runScript(client, statements('SELECT 1/0;')))
  await client.query('ROLLBACK')
  expect(await names(client)).toEqual([])
})

test('a constraint that is checked at the end fails the script', async () => {
  const client = await database('CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES a DEFERRABLE INITIALLY DEFERRED)')
  const failure = await failureOf(runScript(client, statements('INSERT INTO a VALUES (1, 2);'), {transaction: true}))
  expect(failure.code).toBe('sql_error')
  const {rows} = await client.query('SELECT * FROM a')
  expect(rows).toEqual([])
})

test('COPY data goes in, whatever is in it', async () => {
  const client = await database()
  const lines = Array.from({length: 30_000}, (_, n) => `${n}\tline\\t${n} 😀 ; ' " $$\n`).join('')
  const script = `CREATE TABLE t (id int, a text);\nCOPY t FROM stdin;\n${lines}\\.\nSELECT 1;\n`
  expect(await runScript(client, statements(script), {transaction: true})).toBe(3)
  const {rows} = await client.query("SELECT count(*)::int AS n, max(a) AS a FROM t WHERE a LIKE '%\t%'")
  expect(rows).toEqual([{n: 30_000, a: `line\t9999 😀 ; ' " $$`}])
})

test('a bad line of COPY data is the place of the error, and the session lives on', async () => {
  const client = await database('CREATE TABLE t (id int, a text)')
  const script = 'SELECT 1;\nCOPY t FROM stdin;\n1\ta\nx\tb\n3\tc\n\\.\nSELECT 1;'
  const failure = await failureOf(runScript(client, statements(script), {transaction: true}))
  expect(failure).toMatchObject({code: 'sql_error', place: {line: 4, text: 'x\tb'}})
  expect(failure.detail).toContain('COPY t, line 2, column id')
  expect(await runScript(client, statements('COPY t FROM stdin;\n1\ta\n\\.\n'))).toBe(1)
})

test('COPY into a table that is not there', async () => {
  const client = await database()
  const failure = await failureOf(runScript(client, statements('SELECT 1;\nCOPY nope FROM stdin;\n1\n\\.\n')))
  expect(failure).toMatchObject({code: 'sql_error', message: 'relation "nope" does not exist', place: {line: 2}})
  expect(await runScript(client, statements('SELECT 1;'))).toBe(1)
})

test('a signal cancels the running statement and rolls back', async () => {
  const client = await database()
  const controller = new AbortController()
  const script = 'CREATE TABLE a ();\nCREATE TABLE b ();\nSELECT pg_sleep(60);\n'
  setTimeout(() => controller.abort(), 300)
  const options = {transaction: true, signal: controller.signal}
  const failure = await failureOf(runScript(client, statements(script), options))
  expect(failure.code).toBe('interrupted')
  expect(failure.message).toContain('2 statements had run, all rolled back')
  expect(await names(client)).toEqual([])
})

test('interrupted outside a transaction, it says what is kept', async () => {
  const client = await database()
  const controller = new AbortController()
  const script = 'CREATE TABLE a ();\nBEGIN; CREATE TABLE b ();\nSELECT pg_sleep(60);\nCOMMIT;'
  setTimeout(() => controller.abort(), 300)
  const failure = await failureOf(runScript(client, statements(script), {signal: controller.signal}))
  expect(failure.message).toContain('the first 1 is kept')
  expect(await names(client)).toEqual(['a'])
})

test('a signal cancels COPY, and the session lives on', async () => {
  const client = await database(`CREATE TABLE t (id int);
    CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(30); RETURN NEW; END$$;
    CREATE TRIGGER w BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION wait()`)
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 300)
  const script = 'COPY t FROM stdin;\n1\n2\n\\.\n'
  const failure = await failureOf(runScript(client, statements(script), {transaction: true, signal: controller.signal}))
  expect(failure.code).toBe('interrupted')
  expect(await runScript(client, statements('SELECT 1;'))).toBe(1)
})

test('a signal that came before runs nothing', async () => {
  const client = await database()
  const failure = await failureOf(runScript(client, statements('CREATE TABLE a ();'), {signal: AbortSignal.abort()}))
  expect(failure.code).toBe('interrupted')
  expect(await names(client)).toEqual([])
})

test('a session that the server ends is a broken connection', async () => {
  const client = await database()
  const script = 'SELECT 1;\nSELECT pg_terminate_backend(pg_backend_pid());\nSELECT 2;'
  const failure = await failureOf(runScript(client, statements(script)))
  expect(failure.place).toMatchObject({line: 2})
})

test('progress counts up', async () => {
  const client = await database()
  const seen: number[] = []
  const script = 'SELECT 1;\n'.repeat(1200)
  await runScript(client, statements(script), {transaction: true, onProgress: ({done}) => seen.push(done)})
  expect(seen).toEqual([500, 1000, 1200])
})
