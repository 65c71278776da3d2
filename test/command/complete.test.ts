import {spawn, spawnSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, onTestFinished, test, vi} from 'vitest'
import {complete} from '../../src/command/complete.ts'
import {completionScript} from '../../src/command/completion-scripts.ts'
import {bin} from '../support/cli.ts'
import {temporaryFolder} from '../support/folder.ts'
import {needs} from '../support/needs.ts'
import {projectOf} from '../support/project.ts'
import {hasTerminal} from '../support/terminal.ts'

const flag = (name: string, options: readonly string[] = [], takesValue = true) => ({name, options, takesValue})
const COMMANDS = [
  {id: 'drift', args: ['actual', 'expected'], flags: [flag('format', ['text', 'json']), flag('json', [], false)]},
  {id: 'migrate', args: ['database'], flags: [flag('dry-run', [], false)]},
  {id: 'migrate:up', args: ['database'], flags: [flag('dry-run', [], false)]},
  {id: 'maintain:run', args: ['period'], flags: [flag('database'), flag('output')]},
  {id: 'fleet:create', args: ['name'], flags: [flag('shard')]},
]
const of = (...words: readonly string[]) => complete(COMMANDS, words, async () => ['dev', 'prod'])

test('commands, subcommands, flags, their values, and the names of databases', async () => {
  expect(await of('')).toEqual(['drift', 'fleet', 'maintain', 'migrate'])
  expect(await of('m')).toEqual(['maintain', 'migrate'])
  expect(await of('migrate', '')).toEqual(['dev', 'prod', 'up'])
  expect(await of('migrate', 'up', 'd')).toEqual(['dev'])
  expect(await of('migrate', 'up', 'dev', '--')).toEqual(['--dry-run'])
  expect(await of('drift', '--format', 'j')).toEqual(['json'])
  expect(await of('drift', '--format=j')).toEqual(['--format=json'])
  expect(await of('drift', '--format', '=', 'j')).toEqual(['json'])
  expect(await of('drift', '--format', '=')).toEqual(['json', 'text'])
  expect(await of('maintain', 'run', '--database=p')).toEqual(['--database=prod'])
  expect(await of('drift', '--json', 'p')).toEqual(['prod'])
  expect(await of('maintain', 'run', '--database', '')).toEqual(['dev', 'prod'])
  expect(await of('fleet', 'create', '--shard', 'p')).toEqual(['prod'])
  expect(await of('maintain', 'run', '--output', '')).toEqual([])
})

test('the built program completes, also where there is no project', async () => {
  const project = projectOf({'pgplumb.yaml': 'databases: {dev: {}, staging: {}}\n'})
  expect((await project.run('completion', '--complete', '--', 'drift', 's')).stdout.trim()).toBe('staging')
  expect((await project.run('completion', '--complete', '--', 'migrate', 'li')).stdout.trim()).toBe('lint')
  expect(await projectOf({}).run('completion', '--complete', '--', 'drift', 's')).toMatchObject({code: 0, stdout: ''})
})

const CONFIG = {'pgplumb.yaml': 'databases: {dev: {}, staging: {}}\n'}
const isThere = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 7']).status === 7

describe('bash', () => {
  needs(isThere('bash'), 'bash is not installed')

  test('takes the script and asks the program', () => {
    const folder = temporaryFolder(CONFIG)
    const script = `pgplumb() { ${process.execPath} ${bin} "$@"; }
${completionScript('bash', 'pgplumb')}
ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pgplumb_complete; echo "\${COMPREPLY[@]}"; }
ask pgplumb drift sta; ask pgplumb drift --format = ju; ask pgplumb maintain run --output pgp`
    const {stdout} = spawnSync('bash', ['-c', script], {cwd: folder, encoding: 'utf8'})
    expect(stdout).toBe('staging\njunit\n\n')
  })
})

describe('zsh', () => {
  needs(isThere('zsh') && hasTerminal, 'zsh or script(1) is not installed')

  test('completes what is typed, and files where the program has nothing to say', async () => {
    const folder = temporaryFolder(CONFIG)
    const child = spawn('script', ['-qfec', 'zsh -f -i', '/dev/null'], {
      cwd: folder,
      env: {...process.env, TERM: 'dumb', PS1: 'ready> '},
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
    let screen = ''
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString()
    })
    const typed = async (keys: string, expected: string): Promise<void> => {
      const before = screen.length
      child.stdin.write(keys)
      await vi.waitFor(() => expect(screen.slice(before)).toContain(expected), {timeout: 30_000, interval: 50})
      child.stdin.write('\u0015')
    }
    writeFileSync(
      join(folder, 'setup'),
      `autoload -Uz compinit && compinit -u -D\npgplumb() { '${process.execPath}' '${bin}' "$@" }\nsource <(pgplumb completion zsh)\necho prepared\n`,
    )
    await typed('source ./setup\n', 'prepared')
    await typed('pgplumb drift sta\t', 'staging')
    await typed('pgplumb migrate li\t', 'lint')
    await typed('pgplumb drift --format=ju\t', '--format=junit')
    await typed('pgplumb maintain run --output pgp\t', 'pgplumb.yaml')
  })
})

describe('fish', () => {
  needs(isThere('fish'), 'fish is not installed')

  test('completes what is typed, and files where the program has nothing to say', () => {
    const folder = temporaryFolder(CONFIG)
    const script = `function pgplumb; ${process.execPath} ${bin} $argv; end
pgplumb completion fish | source
for line in 'pgplumb drift sta' 'pgplumb migrate li' 'pgplumb drift --format=ju' 'pgplumb drift --format s' 'pgplumb maintain run --output pgp'
  complete -C $line
end`
    const {stdout} = spawnSync('fish', ['--no-config', '-c', script], {cwd: folder, encoding: 'utf8'})
    expect(stdout.trim().split('\n')).toEqual(['staging', 'lint', '--format=junit', 'sarif', 'pgplumb.yaml'])
  })
})

describe('PowerShell', () => {
  needs(isThere('pwsh'), 'PowerShell is not installed')

  test('takes the script and asks the program', () => {
    const folder = temporaryFolder(CONFIG)
    const script = `function pgplumb { & '${process.execPath}' '${bin}' @args }
pgplumb completion powershell | Out-String | Invoke-Expression
(TabExpansion2 'pgplumb drift sta' 17).CompletionMatches.CompletionText`
    const {stdout} = spawnSync('pwsh', ['-NoProfile', '-c', script], {cwd: folder, encoding: 'utf8'})
    expect(stdout.trim()).toBe('staging')
  })
})
