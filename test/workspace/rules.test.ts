import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {loadProject} from '../../src/project/load.ts'
import {checks, notLookedAt} from '../../src/workspace/check.ts'
import {explainRule, fix, keepBaseline, lint, rlsCheck} from '../../src/workspace/rules.ts'
import {session} from '../support/database.ts'
import {workspaceOf} from '../support/workspace.ts'

const names = ({findings}: {readonly findings: readonly {readonly rule: string}[]}) =>
  findings.map(({rule}) => rule).sort()

const NOTES = 'CREATE TABLE notes (id bigint PRIMARY KEY, written_at timestamp);'

test('strict adds the rules of convention, for one run or for all', async () => {
  const {workspace} = await workspaceOf('', NOTES)
  expect(names(await lint(workspace, 'dev'))).toEqual(['timestamptz'])
  expect(names(await lint(workspace, 'dev', {strict: true}))).toEqual(['table-without-comment', 'timestamptz'])
  const {workspace: strict} = await workspaceOf('', NOTES, 'rules: {extends: strict, timestamptz: off}\n')
  expect(names(await lint(strict, 'dev'))).toEqual(['table-without-comment'])
  const {workspace: none} = await workspaceOf('', NOTES, 'rules: {extends: none, conventions/timestamptz: error}\n')
  expect(await lint(none, 'dev')).toMatchObject({looked: ['timestamptz'], findings: [{severity: 'error'}]})
})

test('a baseline keeps what is known quiet, and says what of it is gone', async () => {
  const {workspace, project, dev} = await workspaceOf('', NOTES)
  const baseline = join(project.root, 'known.json')
  expect(await keepBaseline(workspace, 'dev', baseline, lint)).toBe(1)
  expect(names(await lint(workspace, 'dev', {baseline}))).toEqual([])
  const client = await session(dev)
  await client.query('CREATE TABLE logs (line text)')
  expect(names(await lint(workspace, 'dev', {baseline}))).toEqual(['table-without-primary-key'])
  await client.query('ALTER TABLE notes ALTER written_at TYPE timestamptz; DROP TABLE logs')
  expect((await lint(workspace, 'dev', {baseline})).findings).toMatchObject([
    {rule: 'stale-baseline', message: '1 of its findings is gone: timestamptz public.notes.written_at'},
  ])
})

test('a baseline written by one command keeps what another found', async () => {
  const tenants = `${NOTES} CREATE TABLE files (tenant_id uuid NOT NULL, id bigint, PRIMARY KEY (tenant_id, id))`
  const {workspace, project} = await workspaceOf('', tenants)
  const baseline = join(project.root, 'known.json')
  expect(await keepBaseline(workspace, 'dev', baseline, rlsCheck)).toBe(1)
  expect(await keepBaseline(workspace, 'dev', baseline, lint)).toBe(2)
  expect(names(await rlsCheck(workspace, 'dev', {baseline}))).toEqual([])
  expect(names(await lint(workspace, 'dev', {baseline}))).toEqual([])
})

test('a baseline that is not there, or is none, is an error', async () => {
  const {workspace, project} = await workspaceOf('', '')
  const baseline = join(project.root, 'known.json')
  await expect(lint(workspace, 'dev', {baseline})).rejects.toMatchObject({code: 'no_baseline'})
  writeFileSync(baseline, '{"findings": 1}')
  await expect(lint(workspace, 'dev', {baseline})).rejects.toMatchObject({code: 'bad_baseline'})
})

test('what mends the findings is one script, each statement once, and the next migration when asked', async () => {
  const {workspace, dev} = await workspaceOf(
    '',
    `CREATE TABLE a (id bigint PRIMARY KEY, updated_at timestamptz); CREATE TABLE b (id bigint PRIMARY KEY, updated_at timestamptz);
     CREATE TABLE c (id bigint PRIMARY KEY, status text)`,
  )
  const {findings} = await lint(workspace, 'dev', {strict: true})
  const {script, unfixed, files} = fix(workspace, findings, true)
  expect(script.match(/CREATE (OR REPLACE )?FUNCTION/g)).toHaveLength(1)
  expect(unfixed.map(({rule}) => rule)).toContain('status-not-constrained')
  expect(script).toContain('-- status-not-constrained: column public.c.status is text')
  const [file = ''] = files
  expect(file).toMatch(/001_mend_\w+\.sql$/)
  await (await session(dev)).query(readFileSync(file, 'utf8'))
  expect(names(await lint(workspace, 'dev'))).toEqual([])
})

test('nothing to mend writes no migration', async () => {
  const {workspace, project} = await workspaceOf('', '')
  expect(fix(workspace, [], true)).toMatchObject({files: [], script: ''})
  expect(existsSync(join(project.root, 'sql/migrations'))).toBe(false)
})

test("the project's own rules run beside the others: in their group, in none, or in one of their own", async () => {
  const {workspace, project} = await workspaceOf('', NOTES)
  const rule = (name: string) =>
    `-- title: T\n-- severity: warning\n-- why: w\n-- cure: c\n-- params: tables\nSELECT 'table' AS object_kind, oid::regclass::text AS object_identity, 'm' AS message, NULL AS cure_sql, '${name}' AS key FROM pg_class WHERE oid IN (SELECT unnest($1::oid[]))`
  for (const [folder, name] of [
    ['', 'mine'],
    ['isolation', 'kept-apart'],
    ['billing', 'paid'],
  ] as const) {
    mkdirSync(join(project.root, 'rules', folder), {recursive: true})
    writeFileSync(join(project.root, 'rules', folder, `${name}.sql`), rule(name))
  }
  const again = {...workspace, project: await loadProject({cwd: project.root, env: {}, warn: () => {}})}
  expect(names(await lint(again, 'dev'))).toEqual(['mine', 'paid', 'timestamptz'])
  expect(names(await rlsCheck(again, 'dev'))).toEqual(['kept-apart'])
  expect(await explainRule(again, 'billing/paid')).toMatchObject({group: 'billing'})
  await expect(explainRule(again, 'mien')).rejects.toMatchObject({code: 'no_rule', hint: 'did you mean mine?'})
})

test('an accepted finding has a reason, and is reported once it is gone', async () => {
  const ignore = '{rule: timestamptz, object: public.notes.*, reason: local times}'
  const {workspace, dev} = await workspaceOf('', NOTES, `rules: {ignore: [${ignore}]}\n`)
  expect(names(await lint(workspace, 'dev'))).toEqual([])
  await (await session(dev)).query('ALTER TABLE notes DROP written_at')
  expect((await lint(workspace, 'dev')).findings).toMatchObject([
    {
      rule: 'stale-ignore',
      message: 'the ignore of timestamptz on public.notes.* (local times) matches no finding any more',
    },
  ])
})

test('of a schema per tenant, conventions are told of the template, and who reaches whom of all', async () => {
  const {workspace} = await workspaceOf(
    '',
    `CREATE TABLE tenants (id bigint PRIMARY KEY, schema_name text NOT NULL);
     INSERT INTO tenants VALUES (1, 'tenant_1'), (2, 'tenant_2');
     CREATE SCHEMA template; CREATE SCHEMA tenant_1; CREATE SCHEMA tenant_2;
     CREATE TABLE template.posts (id serial PRIMARY KEY, at timestamp);
     CREATE TABLE tenant_1.posts (LIKE template.posts INCLUDING ALL);
     CREATE TABLE tenant_2.posts (id bigint PRIMARY KEY, at timestamp)`,
    'tenancy: {model: schema}\n',
  )
  expect((await lint(workspace, 'dev')).findings.map(({object}) => object?.identity)).toEqual(['template.posts.at'])
  expect((await rlsCheck(workspace, 'dev')).findings).toMatchObject([
    {rule: 'cross-schema-default', object: {identity: 'tenant_1.posts.id'}},
  ])
})

test('check runs them', async () => {
  const {workspace} = await workspaceOf('', NOTES)
  const found = await Promise.all(
    checks(workspace, ['dev'])
      .filter(({title}) => /conventions|row security/.test(title))
      .map(({run}) => run()),
  )
  expect(found.flatMap(({findings}) => findings.map(({rule}) => rule))).toEqual(['timestamptz'])
  expect(notLookedAt(workspace)).toEqual([expect.stringMatching(/^whether tenants are isolated: isolation\.role /)])
  expect(checks(workspace, ['dev']).map(({title}) => title)).not.toContain('dev: tenants are isolated')
})
