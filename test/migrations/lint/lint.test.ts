import {describe, expect, test} from 'vitest'
import {NOTHING_KNOWN} from '../../../src/migrations/lint/context.ts'
import {applyFixes} from '../../../src/migrations/lint/fix.ts'
import {lint} from '../../../src/migrations/lint/lint.ts'
import {invalidIndexes, readModel} from '../../../src/migrations/lint/model/catalog.ts'
import {DEFAULT_SETTINGS, lintRules} from '../../../src/migrations/lint/settings.ts'
import {readScript} from '../../../src/postgres/script/read.ts'
import {runScript} from '../../../src/postgres/script/run.ts'
import {createDatabase, session} from '../../support/database.ts'
import {FIXTURE, lintText, namesOf} from './support.ts'

const rules = lintRules(DEFAULT_SETTINGS)
const INDEX = 'CREATE INDEX IF NOT EXISTS orders_number ON orders (number);'

describe('ignore comments', () => {
  test.each([
    ['before the statement', `-- pgplumb: ignore create-index-not-concurrently: a quiet hour\n${INDEX}`, []],
    [
      'with others above it',
      `SELECT 1;\n-- why\n-- pgplumb: ignore create-index-not-concurrently: quiet\n-- more\n${INDEX}`,
      [],
    ],
    ['in the statement', INDEX.replace('ON', '-- pgplumb: ignore create-index-not-concurrently: quiet\n ON'), []],
    ['for the file', `${INDEX}\n-- pgplumb: ignore-file create-index-not-concurrently: quiet`, []],
    [
      'of another statement',
      `-- pgplumb: ignore create-index-not-concurrently: quiet\nSELECT 1;\n${INDEX}`,
      ['create-index-not-concurrently', 'unused-ignore'],
    ],
    [
      'without a reason',
      `-- pgplumb: ignore create-index-not-concurrently\n${INDEX}`,
      ['create-index-not-concurrently', 'ignore-without-reason'],
    ],
    [
      'of no rule',
      `-- pgplumb: ignore create-indx: quiet\n${INDEX}`,
      ['create-index-not-concurrently', 'unused-ignore'],
    ],
    [
      'in a string',
      `SELECT '-- pgplumb: ignore create-index-not-concurrently: x';\n${INDEX}`,
      ['create-index-not-concurrently'],
    ],
  ])('%s', async (_, sql, expected) => {
    expect(namesOf((await lintText(sql, {rules})).findings)).toEqual(expected)
  })
})

describe('what is known of the schema', () => {
  const quiet = async (sql: string) => namesOf((await lintText(sql, {rules})).findings)

  test('a table that the file makes is harmless', async () => {
    expect(
      await quiet(
        'CREATE TABLE IF NOT EXISTS n (id bigint PRIMARY KEY, a text);\nCREATE INDEX IF NOT EXISTS n_a ON n (a);\nALTER TABLE n ALTER COLUMN a SET NOT NULL;',
      ),
    ).toEqual([])
  })

  test('IF NOT EXISTS of a table that is there makes nothing new', async () => {
    expect(await quiet(`CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY);\n${INDEX}`)).toEqual([
      'create-index-not-concurrently',
    ])
  })

  test('a table of nowhere is taken to be in use', async () => {
    expect(await quiet('CREATE INDEX IF NOT EXISTS x ON elsewhere (a);')).toEqual(['create-index-not-concurrently'])
  })

  test('a table of an earlier file is new only while that file is pending too', async () => {
    const source = (path: string, text: string) => ({file: path, path, text})
    const files = (pending: boolean) => [
      {source: source('1.sql', 'CREATE TABLE IF NOT EXISTS n (id bigint PRIMARY KEY, a text);'), look: true, pending},
      {source: source('2.sql', 'CREATE INDEX IF NOT EXISTS n_a ON n (a);'), look: true, pending},
    ]
    const options = {rules, surroundings: NOTHING_KNOWN}
    expect(namesOf((await lint(files(true), options)).findings)).toEqual([])
    expect(namesOf((await lint(files(false), options)).findings)).toEqual(['create-index-not-concurrently'])
  })

  test('a database tells sizes, which decide how bad it is, and INVALID indexes', async () => {
    const client = await session(
      await createDatabase(`${FIXTURE}
      INSERT INTO orders (tenant_id, number) SELECT 1, i FROM generate_series(1, 20000) i;
      CREATE UNIQUE INDEX orders_tenant ON orders (id, tenant_id);
      UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'orders_tenant'::regclass; ANALYZE;`),
    )
    const surroundings = {...NOTHING_KNOWN, invalidIndexes: await invalidIndexes(client)}
    const text = `${INDEX}\nCREATE INDEX IF NOT EXISTS archive_total ON archive (total);`
    const {findings} = await lint([{source: {file: 'm', path: 'm', text}, look: true, pending: true}], {
      rules,
      surroundings,
      model: await readModel(client),
    })
    expect(findings.map(({rule, severity}) => [rule, severity])).toEqual([
      ['create-index-not-concurrently', 'error'],
      ['create-index-not-concurrently', 'info'],
      ['invalid-index-left-behind', 'warning'],
    ])
    expect(findings[0]?.message).toMatch(/20,000 rows, .* MB\)$|20,000 rows, \d+ kB\)$/)
    expect(findings[2]?.sql).toBe('DROP INDEX CONCURRENTLY IF EXISTS public.orders_tenant;')
  })

  test.each([
    ['ALTER TABLE orders ALTER COLUMN number TYPE text;', []],
    ['ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 2);', []],
    ['ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 4);', ['alter-column-type-rewrites']],
    ['ALTER TABLE orders ALTER COLUMN number TYPE varchar(10);', ['alter-column-type-rewrites']],
    ['ALTER TABLE orders ADD COLUMN IF NOT EXISTS at timestamptz DEFAULT now();', []],
    ['ALTER TABLE customers ALTER COLUMN tenant_id SET NOT NULL;', []],
  ])('%s', async (sql, expected) => {
    expect(await quiet(sql)).toEqual(expected)
  })
})

test('what is not understood is an error, and the rest is looked at all the same', async () => {
  const {findings} = await lintText(`SELEKT 1;\n${INDEX}\nCOMMIT;`, {rules})
  expect(findings.map(({rule, severity, line}) => [rule, severity, line])).toEqual([
    ['transaction-control', 'error', 3],
    ['syntax-error', 'error', 1],
    ['create-index-not-concurrently', 'error', 2],
  ])
})

test('a tenant migration says in how many schemas it runs', async () => {
  const surroundings = {...NOTHING_KNOWN, tenants: 1000}
  const {findings} = await lintText(
    "UPDATE orders SET state = 'x' WHERE id = 1;\nALTER TABLE orders ALTER COLUMN number SET NOT NULL;",
    {rules, surroundings, forTenants: true},
  )
  expect(findings.find(({rule}) => rule === 'tenant-blast-radius')).toMatchObject({
    severity: 'warning',
    message:
      'runs in 1,000 schemas, and in each holds up writes to orders; it reads or rewrites whole tables, as many times',
  })
})

test('severities, and which optional rules are looked at, come from the config', () => {
  const names = (settings: Parameters<typeof lintRules>[0]) => lintRules(settings).map(({name}) => name)
  expect(names(DEFAULT_SETTINGS)).not.toContain('create-enum')
  expect(names({extends: 'all', severities: {'drop-table': 'off'}})).toContain('create-enum')
  expect(names({extends: 'all', severities: {'drop-table': 'off'}})).not.toContain('drop-table')
  expect(lintRules({extends: 'none', severities: {'create-enum': 'error'}})).toMatchObject([
    {name: 'create-enum', severity: 'error'},
  ])
})

describe('--fix', () => {
  const fixed = async (sql: string): Promise<string> => {
    let text = sql
    for (let round = 0; round < 5; round++) {
      const [file] = applyFixes(new Map([['001_test.sql', text]]), (await lintText(text, {rules})).fixes)
      if (!file) break
      text = file.text
    }
    return text
  }

  test.each([
    ['CREATE INDEX orders_number ON orders (number);', []],
    ['DROP INDEX orders_state;', []],
    [
      'ALTER TABLE orders ADD CONSTRAINT oc FOREIGN KEY (customer_id) REFERENCES customers (id);',
      ['foreign-key-without-index'],
    ],
    ['ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0)', []],
    ['ALTER TABLE orders ALTER COLUMN number SET NOT NULL;', []],
    ['ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE (number);', ['unique-may-fail-on-data']],
    ['ALTER TABLE orders ADD COLUMN a text;', []],
    ['REINDEX TABLE orders;', []],
    ['REFRESH MATERIALIZED VIEW order_totals;', []],
    ['CREATE TRIGGER t BEFORE UPDATE ON stock FOR EACH ROW EXECUTE FUNCTION touch();', ['trigger-locks-table']],
    ['CREATE POLICY p ON stock USING (true);', []],
  ])('%s', async (sql, left) => {
    const text = await fixed(sql)
    expect(text).not.toBe(sql)
    expect(namesOf((await lintText(text, {rules})).findings), text).toEqual(left)
    const client = await session(await createDatabase(FIXTURE))
    await runScript(client, readScript(text, {file: 'fixed.sql'}))
  })
})
