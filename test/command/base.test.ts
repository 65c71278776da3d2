import {once} from 'node:events'
import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {bundled} from '../support/bundle.ts'
import {outcome, runNode, startNode} from '../support/process.ts'

// With the source map, stack traces name the source.
const demo = ['--enable-source-maps', await bundled(new URL('fixtures/demo.ts', import.meta.url))]
const run = (...args: string[]) => runNode([...demo, ...args])

test('what was found is on stdout, exit 1, the password masked', async () => {
  expect(await run('found')).toEqual({code: 1, stdout: 'found in postgres://app:***@db.example.com/crm\n', stderr: ''})
  const {stdout} = await run('found', '--json')
  expect(JSON.parse(stdout)).toEqual({url: 'postgres://app:***@db.example.com/crm'})
})

test('a Failure is on stderr, exit 2, the password masked', async () => {
  expect(await run('failure')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: cannot reach postgres://app:***@db.example.com/crm\n  hint: pgplumb start\n',
  })
})

test('with --json a Failure is one object on stdout', async () => {
  const {code, stdout, stderr} = await run('failure', '--json')
  expect([code, stderr]).toEqual([2, ''])
  expect(JSON.parse(stdout)).toEqual({
    error: {
      code: 'no_connection',
      message: 'cannot reach postgres://app:***@db.example.com/crm',
      hint: 'pgplumb start',
      detail: null,
    },
  })
})

test.each(['text', 'json', 'github', 'gitlab', 'sarif', 'junit'])(
  '--format %s shows the drift, and no password',
  async (format) => {
    const {code, stdout, stderr} = await run('drift', '--format', format)
    expect([code, stderr]).toEqual([1, ''])
    expect(stdout).toContain('subscription')
    expect(stdout).toContain('app:***@db.example.com')
    expect(stdout).not.toContain('hunter2')
  },
)

test('--output writes to a file instead', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pgplumb-'))
  onTestFinished(() => rm(folder, {recursive: true}))
  const file = join(folder, 'drift.sarif')
  expect(await run('drift', '--format', 'sarif', '--output', file)).toEqual({code: 1, stdout: '', stderr: ''})
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({version: '2.1.0'})
  const failed = await run('drift', '--output', join(folder, 'no/such/folder'))
  expect(failed).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('there is no such file or folder'),
  })
})

test('a bug has no stack, but with --debug', async () => {
  const {code, stderr} = await run('bug')
  expect(code).toBe(2)
  expect(stderr).toMatch(/^error: undefined is not a function at postgres:\/\/app:\*\*\*@.*\n.*hint: .*--debug/)
  expect(stderr).not.toContain('demo.ts')
  const debugged = await run('bug', '--debug')
  expect(debugged.stderr).toContain('demo.ts')
  expect(debugged.stderr).not.toContain('hunter2')
})

test('an error of the system names the path', async () => {
  const {code, stderr} = await run('missing-file')
  expect(code).toBe(2)
  expect(stderr).toContain('error: sql/schema.sql: there is no such file or folder')
})

test.each([
  [['--yess', 'drop'], /there is no flag --yess\n {2}hint: did you mean --yes\?/],
  [[], /Missing 1 required arg/],
  [['drop', 'x'], /Unexpected argument: x/],
  [['drop', '--config'], /Flag --config expects a value/],
])('usage: %j', async (args, message) => {
  const {code, stdout, stderr} = await run(...args)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(message)
  expect(stderr.split('\n').length).toBeLessThan(8)
})

test('without a terminal what destroys needs --yes, and says how to repeat it', async () => {
  const {code, stdout, stderr} = await run('drop')
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/hint: .* drop --yes\n/)
  expect(await run('drop', '--yes')).toMatchObject({code: 0, stdout: 'dropped\n'})
})

test('a protected database needs its name as well', async () => {
  const refused = await run('drop-protected', '--yes', '--json')
  expect(refused.code).toBe(2)
  expect(JSON.parse(refused.stdout).error).toMatchObject({
    code: 'needs_confirmation',
    hint: expect.stringMatching(/ drop-protected --json --yes --confirm prod$/),
  })
  expect(await run('drop-protected', '--yes', '--confirm', 'dev')).toMatchObject({code: 2, stdout: ''})
  expect(await run('drop-protected', '--yes', '--confirm', 'prod')).toMatchObject({code: 0, stdout: 'dropped\n'})
})

test('progress is on stderr, a line for each task; none with --json', async () => {
  const {stdout, stderr} = await run('progress')
  expect(stdout).toBe('1,2\n')
  expect(stderr).toMatch(/^one: done \(\d+ ms\)\ntwo postgres:\/\/app:\*\*\*@\S+: done \(\d+ ms\)\n$/)
  expect(await run('progress', '--json')).toEqual({code: 0, stdout: '[\n  1,\n  2\n]\n', stderr: ''})
})

test('work that heeds the signal ends by itself', async () => {
  const child = startNode([...demo, 'wait'])
  const finished = outcome(child)
  if (child.stdout) await once(child.stdout, 'data')
  child.kill('SIGINT')
  expect(await finished).toMatchObject({
    code: 130,
    stderr: 'stopping… (Ctrl-C again ends at once)\nerror: interrupted\n',
  })
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s aborts the work and exits %d', async (signal, code) => {
  const child = startNode([...demo, 'wait-deaf'])
  const finished = outcome(child)
  if (child.stderr) await once(child.stderr, 'data')
  child.kill(signal)
  if (child.stderr) await once(child.stderr, 'data')
  child.kill(signal)
  const {code: actual, stdout, stderr} = await finished
  expect([actual, stdout]).toEqual([code, ''])
  expect(stderr).toContain('stopping…')
})
