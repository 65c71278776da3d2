import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {expect, inject, test} from 'vitest'
import {runNode, startNode} from '../support/process.ts'

// The built program: `npm test` builds it first.
const bin = fileURLToPath(new URL('../../bin/run.cjs', import.meta.url))
const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const run = (...args: string[]) => runNode([bin, ...args])

test('--version', async () => {
  expect(await run('--version')).toEqual({
    code: 0,
    stdout: `pgplumb/${version} ${process.platform}-${process.arch} node-${process.version}\n`,
    stderr: '',
  })
})

test.each([[[]], [['--help']], [['help']]])('%j lists the commands, at 80 columns', async (args) => {
  const {code, stdout, stderr} = await run(...args)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain('USAGE\n  $ pgplumb COMMAND [FLAGS]')
  expect(stdout).toMatch(/^ {2}doctor {2,}\S/m)
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
})

test("a command's help has examples", async () => {
  const {code, stdout} = await run('doctor', '--help')
  expect(code).toBe(0)
  expect(stdout).toContain('EXAMPLES\n  $ pgplumb doctor')
  expect(await run('help', 'doctor')).toMatchObject({code: 0, stdout})
})

test.each([
  [['docter'], 'there is no command "docter"', 'did you mean pgplumb doctor?'],
  [['docter', 'dev'], 'there is no command "docter"', 'did you mean pgplumb doctor dev?'],
  [['xyzzy'], 'there is no command "xyzzy"', 'pgplumb --help'],
  [['doctor', 'dev'], 'pgplumb doctor takes no argument "dev"', 'pgplumb doctor --help'],
  [['doctor', '--jsno'], 'there is no flag --jsno', 'did you mean --json? see pgplumb doctor --help'],
  [
    ['--debug', 'doctor'],
    'the command comes before its flags, but "--debug" is the first word',
    'pgplumb COMMAND --debug',
  ],
])('%j: exit 2, on stderr only', async (args, message, hint) => {
  const {code, stdout, stderr} = await run(...args)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(`error: ${message}\n  hint: ${hint}`)
})

test.each([[['docter', '--json']], [['doctor', '--nope', '--json']], [['xyzzy', '--help', '--json']]])(
  '%j: the error is one JSON object on stdout',
  async (args) => {
    const {code, stdout, stderr} = await run(...args)
    expect([code, stderr]).toEqual([2, ''])
    expect(Object.keys(JSON.parse(stdout).error)).toEqual(['code', 'message', 'hint', 'detail'])
    expect(JSON.parse(stdout).error.code).toBe('usage')
  },
)

test('doctor --json', async () => {
  const {code, stdout, stderr} = await runNode([bin, 'doctor', '--json'], {DATABASE_URL: inject('serverUrl')})
  expect([code, stderr]).toEqual([0, ''])
  expect(JSON.parse(stdout)).toMatchObject({version, node: process.version})
})

test('colours only where asked for or on a terminal', async () => {
  expect((await runNode([bin, 'docter'], {FORCE_COLOR: '1'})).stderr).toContain('\u001b[31merror:\u001b[39m')
  expect((await run('docter')).stderr).not.toContain('\u001b')
})

test('a reader who leaves early is no error', async () => {
  const child = startNode([bin, 'doctor', '--help'])
  child.stdout?.destroy()
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  expect([code, stderr]).toEqual([0, ''])
})
