import {execFile} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync, symlinkSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect, onTestFinished, test, vi} from 'vitest'
import {parse} from 'yaml'
import {bin} from '../support/cli.ts'
import {freePort} from '../support/free-port.ts'
import {needs} from '../support/needs.ts'
import {projectOf, type TestProject} from '../support/project.ts'

needs(process.platform !== 'win32', 'pipelines run in bash')
vi.setConfig({testTimeout: 300_000})

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')

type Ran = {readonly code: number; readonly output: string}

/** As a runner starts the commands of a step: bash -eo pipefail, without a terminal. */
function bash(script: string, cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script]
    execFile('bash', args, {cwd, env: {...process.env, CI: 'true', ...env}}, (error, stdout, stderr) => {
      resolve({code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output: `${stdout}${stderr}`})
    })
  })
}

/** A project with pgplumb installed in it, which passes `check`, or one table of which breaks a rule. */
async function installed(table: string): Promise<TestProject> {
  const project = projectOf({
    'pgplumb.yaml': `databases: {test: {server: embedded, port: ${await freePort()}}}\n`,
    'sql/schema.sql': `${table}\nCOMMENT ON TABLE notes IS 'notes';`,
  })
  mkdirSync(join(project.root, 'node_modules/.bin'), {recursive: true})
  symlinkSync(bin, join(project.root, 'node_modules/.bin/pgplumb'))
  onTestFinished(() => project.run('stop').then(() => {}))
  return project
}

const GOOD = 'CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);'
const BAD = 'CREATE TABLE notes (id bigint);'
const STRICT = 'rules: {table-without-primary-key: error}\n'

type Action = {
  readonly inputs: Readonly<Record<string, {readonly default?: string}>>
  readonly runs: {readonly steps: readonly {readonly run: string; readonly env: Readonly<Record<string, string>>}[]}
}

/** The steps of action.yml with these inputs, in the folder of the project. */
async function action(project: TestProject, inputs: Readonly<Record<string, string>>): Promise<Ran> {
  const {inputs: declared, runs}: Action = parse(read('action.yml'))
  const given = (text: string): string =>
    text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name] ?? declared[name]?.default ?? '')
  let output = ''
  for (const step of runs.steps) {
    const env = Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, given(value)]))
    const ran = await bash(step.run, project.root, env)
    output += ran.output
    if (ran.code !== 0) return {code: ran.code, output}
  }
  return {code: 0, output}
}

test('the action starts the database, checks it, and writes SARIF', async () => {
  const project = await installed(GOOD)
  expect(await action(project, {database: 'test', sarif: 'pgplumb.sarif'})).toMatchObject({code: 0})
  expect(JSON.parse(readFileSync(join(project.root, 'pgplumb.sarif'), 'utf8'))).toMatchObject({version: '2.1.0'})
})

test('the action fails where something is wrong, and annotates it; without a server it goes no further', async () => {
  const project = await installed(BAD)
  project.write('pgplumb.yaml', `${readFileSync(join(project.root, 'pgplumb.yaml'), 'utf8')}${STRICT}`)
  const failed = await action(project, {sarif: 'a b.sarif'})
  expect(failed).toMatchObject({code: 1, output: expect.stringMatching(/^::error file=.*table-without-primary-key/m)})
  const [run] = JSON.parse(readFileSync(join(project.root, 'a b.sarif'), 'utf8')).runs
  expect(run.results).toContainEqual(expect.objectContaining({ruleId: 'table-without-primary-key', level: 'error'}))
  const unknown = await action(project, {database: 'nonsense'})
  expect(unknown.code).toBe(2)
  expect(unknown.output.match(/nonsense/g)?.length).toBe(1)
})

/** What comes from the registry or is GitHub's is there already. */
const isOurs = (command: string): boolean => command.includes('pgplumb')

test('the pipeline of init --ci github runs', async () => {
  const project = await installed(GOOD)
  expect((await project.run('init', '--ci', 'github')).code).toBe(0)
  const workflow = parse(readFileSync(join(project.root, '.github/workflows/pgplumb.yml'), 'utf8'))
  const steps: {readonly run?: string; readonly uses?: string; readonly with?: {readonly sarif_file?: string}}[] =
    workflow.jobs.check.steps
  const commands = steps.map(({run}) => run ?? '').filter(isOurs)
  expect(commands).toHaveLength(3)
  for (const command of commands) expect(await bash(command, project.root), command).toMatchObject({code: 0})
  const upload = steps.find(({uses}) => uses?.startsWith('github/codeql-action/upload-sarif'))
  expect(existsSync(join(project.root, upload?.with?.sarif_file ?? 'none'))).toBe(true)
})

test('the pipeline of init --ci gitlab runs, and leaves a Code Quality report also where it fails', async () => {
  const project = await installed(BAD)
  project.write('pgplumb.yaml', `${readFileSync(join(project.root, 'pgplumb.yaml'), 'utf8')}${STRICT}`)
  expect((await project.run('init', '--ci', 'gitlab')).code).toBe(0)
  const {include} = parse(readFileSync(join(project.root, '.gitlab-ci.yml'), 'utf8'))
  const {pgplumb} = parse(readFileSync(join(project.root, include[0].local), 'utf8'))
  const failed = await bash(pgplumb.script.filter(isOurs).join('\n'), project.root)
  expect(failed.code, failed.output).toBe(1)
  expect(failed.output, 'the job’s log is for people').toContain('table public.notes')
  const {codequality, junit} = pgplumb.artifacts.reports
  expect(pgplumb.artifacts.when).toBe('always')
  expect(JSON.parse(readFileSync(join(project.root, codequality), 'utf8'))).toContainEqual(
    expect.objectContaining({check_name: 'table-without-primary-key', severity: 'critical'}),
  )
  expect(readFileSync(join(project.root, junit), 'utf8')).toContain('<testsuites')
})

type Hook = Readonly<Record<'id' | 'name' | 'entry' | 'language' | 'files', string>> & {
  readonly pass_filenames: boolean
}

test('the hooks for pre-commit.com are well-formed, and their entries tell good from bad', async () => {
  const hooks: Hook[] = parse(read('.pre-commit-hooks.yaml'))
  const project = projectOf({'sql/schema.sql': GOOD, 'sql/migrations/001_notes.sql': GOOD})
  const env = {PATH: [join(project.root, 'bin'), process.env.PATH].join(delimiter)}
  mkdirSync(join(project.root, 'bin'))
  symlinkSync(bin, join(project.root, 'bin/pgplumb'))
  for (const {id, name, entry, language, files, pass_filenames} of hooks) {
    expect([id, name, language]).toEqual([expect.stringMatching(/^pgplumb-/), expect.any(String), 'node'])
    expect('sql/a.sql').toMatch(new RegExp(files))
    expect('README.md').not.toMatch(new RegExp(files))
    expect(pass_filenames).toBe(false)
    expect(await bash(entry, project.root, env), entry).toMatchObject({code: 0})
  }
  project.write('sql/schema.sql', 'CREATE TABEL notes ();')
  project.write('sql/migrations/002_bad.sql', 'DROP TABLE notes;')
  for (const {entry} of hooks) expect(await bash(entry, project.root, env), entry).toMatchObject({code: 1})
})

/** A repository with pgplumb in it, the manager of hooks that `prepare` sets up, and the hook of `init --hooks`. */
async function committing(prepare: (root: string) => Promise<Ran>): Promise<(text: string) => Promise<Ran>> {
  const project = await installed(GOOD)
  const git = 'git -c user.name=a -c user.email=a@example.com'
  await bash('git init --quiet && printf "node_modules/\\n.pgplumb/\\n" > .gitignore', project.root)
  const prepared = await prepare(project.root)
  expect(prepared.code, prepared.output).toBe(0)
  const {stdout, stderr, code} = await project.run('init', '--hooks')
  expect(code, stderr).toBe(0)
  const lines = stdout.split(/^add this to .*:\n$/m)[1]
  if (lines !== undefined)
    await bash(`cat >> lefthook.yml <<'E'\n${lines}\nE\n./node_modules/.bin/lefthook install`, project.root)
  return (text) => {
    project.write('sql/schema.sql', text)
    return bash(`git add -A && ${git} commit --message change`, project.root)
  }
}

async function expectRefused(commit: (text: string) => Promise<Ran>): Promise<void> {
  const refused = await commit('CREATE TABEL notes ();')
  expect(refused.code).not.toBe(0)
  expect(refused.output).toContain('sql/schema.sql')
  expect(refused.output).toContain('TABEL')
  expect(await commit(`${GOOD} -- mended`)).toMatchObject({code: 0})
}

test('a commit with a broken schema is refused by git itself', async () => {
  await expectRefused(await committing(async () => ({code: 0, output: ''})))
})

test.for([
  ['husky', 'husky@9.1.7', './node_modules/.bin/husky && mkdir -p .husky && touch .husky/pre-commit'],
  ['lefthook', 'lefthook@2.2.2', 'printf "min_version: 1.0.0\\n" > lefthook.yml'],
] as const)('and by %s', async ([, version, setUp], {skip}) => {
  let unreachable = false
  const commit = await committing(async (root) => {
    const npm = `printf '{"private": true}' > package.json && npm install --prefer-offline --no-audit --no-fund ${version} && mkdir -p node_modules/.bin && ln -sf '${bin}' node_modules/.bin/pgplumb`
    const done = await bash(npm, root)
    unreachable = /ENOTFOUND|EAI_AGAIN|ENOTCACHED/.test(done.output)
    return unreachable ? {code: 0, output: ''} : done.code === 0 ? bash(setUp, root) : done
  })
  skip(unreachable, 'npm reaches no registry')
  await expectRefused(commit)
})
