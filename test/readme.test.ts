import {execFile, execFileSync} from 'node:child_process'
import {chmodSync, cpSync, readFileSync, writeFileSync} from 'node:fs'
import {delimiter, dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect, test} from 'vitest'
import type {Address} from '../src/postgres/address.ts'
import {createDatabase} from './support/database.ts'
import {temporaryFolder} from './support/folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const commands = [...read('README.md').matchAll(/^```sh\n(.*?)^```$/gms)]
  .flatMap(([, block = '']) => block.split('\n'))
  .map((line) => line.replace(/ +#.*$/, '').trim())
  .filter(Boolean)

const url = ({user, password = '', host, port, database}: Address): string =>
  `postgres://${user}:${password}@${host}:${port}/${database}`

type Project = {
  /** The name of prod on its server. */
  readonly prod: string
  readonly run: (line: string) => Promise<{readonly code: number; readonly output: string}>
}

/** The example, with its databases on the test server, and a `pgplumb` that is the built one. */
async function project(): Promise<Project> {
  const folder = temporaryFolder()
  cpSync(join(root, 'sql/examples/trossapp'), folder, {recursive: true})
  const config = readFileSync(join(folder, 'pgplumb.yaml'), 'utf8')
  const [before, , after] = config.split(/^(databases:\n(?: .*\n)+)/m)
  const databases = await Promise.all(
    ['dev', 'test', 'prod'].map(async (name) => [name, await createDatabase()] as const),
  )
  const entries = databases.map(
    ([name, address]) => `  ${name}: {url: "${url(address)}", sslmode: disable, protected: ${name === 'prod'}}\n`,
  )
  writeFileSync(join(folder, 'pgplumb.yaml'), `${before}databases:\n${entries.join('')}${after}`)
  for (const args of [
    ['init'],
    ['add', '.'],
    ['-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'x'],
  ])
    execFileSync('git', args, {cwd: folder, stdio: 'ignore'})
  const program = join(temporaryFolder(), 'pgplumb')
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'bin/run.cjs')}' "$@"\n`)
  chmodSync(program, 0o755)
  const env = {...process.env, PATH: [dirname(program), process.env.PATH].join(delimiter)}
  return {
    prod: databases.find(([name]) => name === 'prod')?.[1].database ?? '',
    run: (line) =>
      new Promise((resolve, reject) => {
        execFile('sh', ['-c', line], {cwd: folder, env}, (error, stdout, stderr) => {
          const code = error ? error.code : 0
          if (typeof code === 'number') resolve({code, output: `${stdout}${stderr}`})
          else reject(error)
        })
      }),
  }
}

test('the commands of the README run', async () => {
  const {prod, run} = await project()
  expect(await run(`pgplumb apply prod --yes --confirm ${prod}`)).toMatchObject({code: 0})
  const failed: unknown[] = []
  const plumb = commands.filter((line) => line.startsWith('pgplumb '))
  for (const line of plumb) {
    const {code, output} = await run(line)
    // 1: it ran, and found something.
    if (code > 1) failed.push({line, code, output})
  }
  await run('pgplumb stop')
  expect(failed).toEqual([])
  expect(plumb.length).toBeGreaterThan(25)
}, 600_000)

test('so do the scripts', () => {
  const {scripts} = JSON.parse(read('package.json'))
  const named = commands.flatMap((line) => [...line.matchAll(/npm (?:run )?([a-z]+)/g)].map(([, name]) => name))
  expect(named).toEqual(['ci', 'demo', 'ci', 'test'])
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']))
})

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/config.md',
  'docs/performance.md',
  'docs/testing.md',
])('%s links to files that are there', (file) => {
  const links = [...read(file).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path)
  for (const link of links) expect(() => readFileSync(join(root, dirname(file), link))).not.toThrow(/ENOENT/)
})
