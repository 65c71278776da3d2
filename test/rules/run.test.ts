import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {loadRules} from '../../src/rules/load.ts'
import {runRules} from '../../src/rules/run.ts'
import {withoutIgnored, withSeverities} from '../../src/rules/settings.ts'
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
  return (await loadRules('indexes', [folder])).filter((rule) => rule.file.startsWith(folder))
}

test('every rule that ships says why, what mends it, and where that is written', async () => {
  for (const group of ['isolation', 'integrity', 'indexes'])
    for (const rule of await loadRules(group)) expect(rule, rule.file).toMatchObject({reference: /^https:/})
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
      {rule: 'needy', reason: 'needs tenant_column, which is not configured'},
    ],
  })
})

test('a rule that fails on the server is named, with its line', async () => {
  const client = await session(await createDatabase())
  const rules = await ownRules({'broken.sql': `${HEADER}SELECT 1,\n  nmae FROM pg_class`})
  await expect(runRules(client, rules, {})).rejects.toMatchObject({
    code: 'rule_failed',
    message: expect.stringContaining('broken.sql'),
    place: {line: 7, column: 3, text: '  nmae FROM pg_class'},
  })
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{one: 1}])
})

test('a rule can neither write nor hold a second statement', async () => {
  const client = await session(await createDatabase('CREATE TABLE t (id int)'))
  const writing = await ownRules({'w.sql': `${HEADER}WITH x AS (INSERT INTO public.t VALUES (1)) ${ONE}`})
  await expect(runRules(client, writing, {})).rejects.toMatchObject({code: 'rule_failed'})
  const two = await ownRules({'two.sql': `${HEADER}COMMIT; DROP TABLE public.t`})
  await expect(runRules(client, two, {})).rejects.toMatchObject({code: 'rule_failed'})
  expect((await client.query('SELECT count(*)::int AS n FROM t')).rows).toEqual([{n: 0}])
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

test('a query without the columns of a rule is refused', async () => {
  const client = await session(await createDatabase())
  const rules = await ownRules({'r.sql': `${HEADER}SELECT 'x' AS message`})
  await expect(runRules(client, rules, {})).rejects.toMatchObject({
    code: 'bad_rule',
    message: expect.stringContaining('no column object_kind, object_identity, cure_sql, key'),
  })
})

test('a name that is taken is refused', async () => {
  await expect(ownRules({'invalid-index.sql': `${HEADER}${ONE}`})).rejects.toMatchObject({code: 'bad_rule'})
})

test('severities are set by rule or by group, and rules turned off', async () => {
  const rules = withSeverities(await loadRules('indexes'), {
    'indexes/*': 'info',
    'duplicate-index': 'off',
    'indexes/invalid-index': 'warning',
  })
  expect(rules.map(({name, severity}) => `${name} ${severity}`)).toEqual([
    'foreign-key-without-index info',
    'invalid-index warning',
  ])
})

test('ignores leave findings out; those that match nothing any more are reported', async () => {
  const client = await session(await createDatabase())
  const {findings, looked} = await runRules(client, await ownRules({'odd.sql': `${HEADER}${ONE}`}), {})
  const because = (pattern: string) => ({pattern, reason: 'known'})
  expect(withoutIgnored(findings, [because('odd:public.*')], looked)).toEqual([])
  expect(withoutIgnored(findings, [because('odd')], looked)).toEqual([])
  expect(withoutIgnored(findings, [because('odd:k')], looked)).toEqual([])
  const kept = withoutIgnored(findings, [because('odd:public.u'), because('elsewhere:x')], looked)
  expect(kept.map(({rule, message}) => `${rule}: ${message}`)).toEqual([
    'odd: m',
    'stale-ignore: the ignore "odd:public.u" (known) matches no finding any more',
  ])
})
