import {spawnSync} from 'node:child_process'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {complete} from '../../src/command/complete.ts'
import {completionScript} from '../../src/command/completion-scripts.ts'
import {bin} from '../support/cli.ts'
import {temporaryFolder} from '../support/folder.ts'
import {needs} from '../support/needs.ts'
import {projectOf} from '../support/project.ts'

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

describe('bash', () => {
  needs(spawnSync('bash', ['-c', 'type complete']).status === 0, 'bash is not installed')

  test('takes the script and asks the program', () => {
    const folder = temporaryFolder({'pgplumb.yaml': 'databases: {dev: {}, staging: {}}\n'})
    const script = `pgplumb() { ${process.execPath} ${bin} "$@"; }
${completionScript('bash', 'pgplumb')}
COMP_WORDS=(pgplumb drift sta); COMP_CWORD=2; _pgplumb_complete; printf '%s\\n' "\${COMPREPLY[@]}"`
    const {stdout} = spawnSync('bash', ['-c', script], {cwd: join(folder), encoding: 'utf8'})
    expect(stdout.trim()).toBe('staging')
  })
})
