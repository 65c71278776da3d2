import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {loadRules, OWN_GROUP, RULE_GROUPS} from '../../src/rules/load.ts'
import {parseRule} from '../../src/rules/rule.ts'
import {runRules} from '../../src/rules/run.ts'
import {chosenRules, type Extends, type Severities, withoutIgnored, withSeverities} from '../../src/rules/settings.ts'
import {createDatabase, session} from '../support/database.ts'

const HEADER = '-- title: T\n-- severity: warning\n-- why: because\n--   of this\n-- cure: mend it\n'
const ONE = "SELECT 'table' AS object_kind, 'public.t' AS object_identity, 'm' AS message, NULL AS cure_sql, 'k' AS key"

/** The rules of a folder that holds these files, without pgplumb's own. */
async function ownRules(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'rules-'))
  onTestFinished(() => rm(folder, {recursive: true}))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), {recursive: true})
    await writeFile(join(folder, name), text)
  }
  return (await loadRules(['indexes', OWN_GROUP], folder)).filter((rule) => rule.file.startsWith(folder))
}

test('every rule that ships says why, what mends it, and where that is written', async () => {
  for (const rule of await loadRules(RULE_GROUPS))
    expect(rule.references, rule.file).toContainEqual(expect.stringMatching(/^https:/))
})

test("a user's own rule runs beside the others, with its parameter bound", async () => {
  const client = await session(await createDatabase())
  const [rule, ...others] = await ownRules({
    'odd.sql': `${HEADER}-- params: name, absent?\n${ONE.replace("'m'", "concat('<', $1::text, '>', $2::text)")}`,
    'indexes/grouped.sql': `${HEADER}${ONE}`,
    'integrity/elsewhere.sql': `${HEADER}${ONE}`,
  })
  expect([rule, ...others].map((rule) => `${rule?.group}/${rule?.name}`)).toEqual(['indexes/grouped', 'project/odd'])
  const run = await runRules(client, others, {name: "x'; DROP TABLE t; --"})
  expect(run.findings).toEqual([
    {
      rule: 'odd',
      severity: 'warning',
      object: {kind: 'table', identity: 'public.t'},
      file: null,
      line: null,
      message: "<x'; DROP TABLE t; -->",
      cure: 'mend it',
      sql: null,
      key: 'k',
    },
  ])
  expect(rule?.why).toBe('because of this')
})

test('what cannot be judged here is reported as not looked at', async () => {
  const client = await session(await createDatabase())
  const rules = await ownRules({
    'late.sql': `${HEADER}-- since: 99\n${ONE}`,
    'needy.sql': `${HEADER}-- params: tenant_column\n${ONE}`,
  })
  const run = await runRules(client, rules, {tenant_column: null})
  expect(run).toMatchObject({
    findings: [],
    looked: [],
    notLookedAt: [
      {rule: 'late', reason: expect.stringMatching(/^needs PostgreSQL 99, the server is \d+$/)},
      {rule: 'needy', reason: 'needs isolation.column, which is not configured'},
    ],
  })
})

test('a rule that fails on the server is named, with its line', async () => {
  const client = await session(await createDatabase())
  const rules = await ownRules({'broken.sql': `${HEADER}${ONE},\n  nmae FROM pg_class`})
  await expect(runRules(client, rules, {})).rejects.toMatchObject({
    code: 'rule_failed',
    message: expect.stringContaining('broken.sql'),
    place: {line: 7, column: 3, text: '  nmae FROM pg_class'},
  })
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{one: 1}])
})

test.each([
  ['two statements', `${ONE}; SELECT 1`, 'it has 2 statements, not one'],
  ['an INSERT', `WITH x AS (INSERT INTO public.t VALUES (1)) ${ONE}`, 'it may only read, and has an INSERT'],
  ['SELECT INTO', ONE.replace(' AS key', ' AS key INTO public.u'), 'has SELECT … INTO'],
  ['a lock', `${ONE} FROM public.t FOR UPDATE`, 'has FOR UPDATE or its like'],
  ['no SELECT', 'DROP TABLE public.t', 'it is not a SELECT'],
  ['bad syntax', 'SELEC 1', 'syntax error'],
  ['the wrong columns', "SELECT 'x' AS message", 'no column object_kind, object_identity, cure_sql, key'],
])("a user's rule with %s is refused before it runs", async (_, sql, message) => {
  await expect(ownRules({'r.sql': HEADER + sql})).rejects.toMatchObject({
    code: 'bad_rule',
    message: expect.stringContaining(message),
  })
})

test('the server lets a rule neither write nor hold a second statement, whatever it calls', async () => {
  const client = await session(await createDatabase('CREATE TABLE t (id int)'))
  const unchecked = (sql: string) => [parseRule(`${HEADER}${sql}`, {name: 'r', group: 'g', file: 'r.sql'})]
  const writing = unchecked(`WITH x AS (INSERT INTO public.t VALUES (1)) ${ONE}`)
  await expect(runRules(client, writing, {})).rejects.toMatchObject({code: 'rule_failed'})
  const two = unchecked('COMMIT; DROP TABLE public.t')
  await expect(runRules(client, two, {})).rejects.toMatchObject({code: 'rule_failed'})
  expect((await client.query('SELECT count(*)::int AS n FROM t')).rows).toEqual([{n: 0}])
})

test('a parameter that does not exist is named, with those that do', async () => {
  const client = await session(await createDatabase())
  const rules = await ownRules({'r.sql': `${HEADER}-- params: tabels\n${ONE}`})
  await expect(runRules(client, rules, {tables: []})).rejects.toMatchObject({
    code: 'bad_rule',
    message: expect.stringContaining('there is no parameter tabels; known are tables'),
  })
})

test.each([
  ['no title', '-- severity: error\nSELECT 1', 'the header has no "-- title:" line'],
  ['an unknown severity', HEADER.replace('warning', 'fatal'), 'severity is "fatal"'],
  ['a misspelt header', `${HEADER}-- sicne: 15\n`, 'unknown header "-- sicne:"'],
  ['a bad version', `${HEADER}-- since: new\n`, 'since is "new"'],
])('a rule with %s is refused', async (_, text, message) => {
  await expect(ownRules({'r.sql': text})).rejects.toMatchObject({
    code: 'bad_rule',
    message: expect.stringContaining(message),
  })
})

test('a query whose columns hide behind a * is refused when it has run', async () => {
  const client = await session(await createDatabase())
  const rules = await ownRules({'r.sql': `${HEADER}SELECT * FROM (SELECT 'x' AS message) AS x`})
  await expect(runRules(client, rules, {})).rejects.toMatchObject({
    code: 'bad_rule',
    message: expect.stringContaining('no column object_kind, object_identity, cure_sql, key'),
  })
})

test('a name that is taken is refused', async () => {
  await expect(ownRules({'invalid-index.sql': `${HEADER}${ONE}`})).rejects.toMatchObject({code: 'bad_rule'})
})

test('severities are set by rule or by group, and rules turned off', async () => {
  const rules = withSeverities(await loadRules(['indexes']), {
    'indexes/*': 'info',
    'duplicate-index': 'off',
    'indexes/invalid-index': 'warning',
  })
  const severities = rules.map(({name, severity}) => `${name} ${severity}`)
  expect(severities).toEqual(expect.arrayContaining(['foreign-key-without-index info', 'invalid-index warning']))
  expect(severities.filter((one) => !one.endsWith(' info'))).toEqual(['invalid-index warning'])
  expect(rules.map(({name}) => name)).not.toContain('duplicate-index')
})

test('a set is what runs unnamed; what the config names runs whatever its set', async () => {
  const rules = [
    {name: 'a', group: 'g', severity: 'error', set: 'recommended'},
    {name: 'b', group: 'g', severity: 'info', set: 'strict'},
    {name: 'c', group: 'h', severity: 'info', set: 'optional'},
  ] as const
  const names = (base: Extends, severities: Severities = {}) =>
    chosenRules(rules, {extends: base, severities}).map(({name, severity}) => `${name} ${severity}`)
  expect(names('none')).toEqual([])
  expect(names('recommended')).toEqual(['a error'])
  expect(names('strict')).toEqual(['a error', 'b info'])
  expect(names('all')).toEqual(['a error', 'b info', 'c info'])
  expect(names('none', {'h/*': 'on', b: 'warning'})).toEqual(['b warning', 'c info'])
  expect(names('strict', {'g/*': 'off', 'g/a': 'on'})).toEqual(['a error'])
})

test('ignores leave findings out; those that match nothing any more are reported', async () => {
  const client = await session(await createDatabase())
  const {findings, looked} = await runRules(client, await ownRules({'odd.sql': `${HEADER}${ONE}`}), {})
  const because = (rule: string, object: string | null = null) => ({rule, object, reason: 'known'})
  expect(withoutIgnored(findings, [because('odd', 'public.*')], looked)).toEqual([])
  expect(withoutIgnored(findings, [because('odd')], looked)).toEqual([])
  expect(withoutIgnored(findings, [because('odd', 'k')], looked)).toEqual([])
  expect(withoutIgnored(findings, [because('*', 'public.t')], looked)).toEqual([])
  const ignores = [because('odd', 'public.u'), because('elsewhere', 'x'), because('*', 'x')]
  const kept = withoutIgnored(findings, ignores, looked)
  expect(kept.map(({rule, message}) => `${rule}: ${message}`)).toEqual([
    'odd: m',
    'stale-ignore: the ignore of odd on public.u (known) matches no finding any more',
  ])
})
