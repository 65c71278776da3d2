import {expect, test} from 'vitest'
import type {Change, Drift} from '../../../src/change.ts'
import {driftFindings} from '../../../src/report/drift/findings.ts'
import {driftJson} from '../../../src/report/drift/json.ts'
import {renderDrift} from '../../../src/report/drift/text.ts'
import {createTheme, plain as theme} from '../../../src/report/theme.ts'

const altered: Change = {
  kind: 'table',
  identity: 'public.users',
  change: 'altered',
  cosmetic: false,
  details: ['column email: varchar(254) is expected, varchar(255) found'],
  actual: 'CREATE TABLE public.users (\n    id integer NOT NULL,\n    email character varying(255),\n    name text\n);',
  expected:
    'CREATE TABLE public.users (\n    id integer NOT NULL,\n    email character varying(254),\n    name text,\n    at date\n);',
}
const missing: Change = {
  kind: 'index',
  identity: 'public.users_email_key',
  change: 'missing',
  cosmetic: false,
  details: [],
  actual: null,
  expected: 'CREATE UNIQUE INDEX users_email_key ON public.users USING btree (lower((email)::text), tenant_id);',
}
const extra: Change = {
  ...missing,
  identity: 'public.a_idx',
  change: 'extra',
  actual: 'CREATE INDEX a_idx ON public.a (b);',
  expected: null,
}
const cosmetic: Change = {...altered, identity: 'public.tokens', cosmetic: true, details: ['the order of columns']}

const drift = (changes: readonly Change[]): Drift => ({
  drifted: changes.some((change) => !change.cosmetic),
  actual: {name: 'dev', kind: 'database', serverVersion: '18.4'},
  expected: {name: 'sql/schema.sql', kind: 'file', serverVersion: null},
  changes,
})

test('a block for each object, what was found beside what is expected', () => {
  expect(renderDrift(drift([altered, missing, cosmetic, extra]), {theme})).toBe(
    `dev (PostgreSQL 18.4) against sql/schema.sql
- found in dev   + expected by sql/schema.sql

- extra  index public.a_idx
    - CREATE INDEX a_idx ON public.a (b);

~ altered  table public.users
    column email: varchar(254) is expected, varchar(255) found
          id integer NOT NULL,
    -     email character varying(255),
    +     email character varying(254),
          name text,
    +     at date
      );

+ missing  index public.users_email_key
    + CREATE UNIQUE INDEX users_email_key ON public.users USING btree
    +   (lower((email)::text), tenant_id);

cosmetic, without meaning to a query:
  ~ table public.tokens
      the order of columns

dev: 3 differences: 1 missing, 1 extra, 1 altered (and 1 cosmetic)`,
  )
})

test('no drift is one line', () => {
  expect(renderDrift(drift([]), {theme})).toBe('dev agrees with sql/schema.sql')
  expect(renderDrift(drift([cosmetic]), {theme}).split('\n')[0]).toBe(
    'dev agrees with sql/schema.sql, 1 cosmetic difference apart',
  )
})

test('a thousand objects stay readable', () => {
  const many = Array.from({length: 1000}, (_, index) => ({
    ...missing,
    identity: `public.t${String(index).padStart(4, '0')}`,
  }))
  const text = renderDrift(drift(many), {theme})
  expect(text.split('\n').length).toBeLessThan(250)
  expect(text).toContain('… and 900 more, see --json')
  expect(text).toContain('dev: 1,000 differences: 1,000 missing')
})

test('a long definition is cut with a word, at 80 columns', () => {
  const body = `CREATE TABLE public.t (\n${Array.from({length: 200}, (_, index) => `    c${index} text`).join(',\n')}\n);`
  const text = renderDrift(drift([{...missing, expected: body}]), {theme})
  expect(text).toContain('… 172 more lines, see --json')
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})

test('colours what is found and what is expected', async () => {
  const colored = await createTheme({env: {FORCE_COLOR: '1'}, stream: {}})
  const text = renderDrift(drift([altered]), {theme: colored})
  expect(text).toContain('\u001b[31m    -     email character varying(255),\u001b[39m')
  expect(text).toContain('\u001b[32m    +     email character varying(254),\u001b[39m')
})

test('as findings', () => {
  const findings = driftFindings(drift([altered, missing, cosmetic]))
  expect(findings.map(({rule, severity}) => [rule, severity])).toEqual([
    ['drift-altered', 'error'],
    ['drift-missing', 'error'],
    ['drift-cosmetic', 'info'],
  ])
  expect(findings[0]).toMatchObject({
    file: 'sql/schema.sql',
    message: expect.stringContaining('varchar(254) is expected'),
    cure: expect.stringContaining('pgplumb plan dev sql/schema.sql'),
  })
  expect(findings[1]?.sql).toBe(missing.expected)
})

test('one comparison is the object, several are a list', () => {
  const [one, two] = [drift([]), drift([altered])]
  expect(driftJson([two])).toBe(two)
  expect(driftJson([one, two])).toEqual({drifted: true, comparisons: [one, two]})
  expect(driftJson([])).toEqual({drifted: false, comparisons: []})
})
