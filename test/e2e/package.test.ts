import {execFile} from 'node:child_process'
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {expect, test} from 'vitest'
import {createDatabase} from '../support/database.ts'
import {temporaryFolder} from '../support/folder.ts'
import {urlWithPassword} from '../support/project.ts'
import {TEMPLATE} from '../tenants/fixture.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)
const npm = (cwd: string, ...args: readonly string[]) =>
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args], {cwd, maxBuffer: 1 << 26})

test('the package installs in an empty folder, and runs', async ({skip}) => {
  const folder = temporaryFolder({'package.json': '{"private": true}'})
  // Without scripts: what is built stands in dist already, and other tests run it.
  await npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder)
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? ''
  expect(tarball).toMatch(/^pgplumb-.*\.tgz$/)
  const installed = await npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', `./${tarball}`).catch(
    (error: {stderr?: string}) => error.stderr ?? String(error),
  )
  skip(typeof installed === 'string' && /ENOTFOUND|EAI_AGAIN|ENOTCACHED/.test(installed), 'npm reaches no registry')
  expect(typeof installed, String(installed)).toBe('object')

  const {stdout} = await npm(folder, 'exec', '--no', '--', 'pgplumb', '--help')
  expect(stdout).toContain('drift')
  const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const launched = await run(process.execPath, [join(folder, 'node_modules/pgplumb/bin/run.js'), '--version'])
  expect(launched.stdout).toContain(version)
  await npm(folder, 'exec', '--no', '--', 'pgplumb', 'init', '--yes')
  expect((await npm(folder, 'exec', '--no', '--', 'pgplumb', 'validate')).stdout).toContain('valid')

  // The queue is made by the SQL of another package.
  const address = await createDatabase(TEMPLATE)
  const url = JSON.stringify(urlWithPassword(address))
  writeFileSync(join(folder, 'fleet.yaml'), `databases: {dev: {url: ${url}}}\ntenancy: {model: schema}`)
  const fleet = (...args: readonly string[]) =>
    npm(folder, 'exec', '--no', '--', 'pgplumb', 'fleet', ...args, '--config', 'fleet.yaml', '--json')
  await fleet('create', 'acme')
  expect(JSON.parse((await fleet('work', '--until-done')).stdout)).toEqual({done: 1, failed: []})
}, 180_000)
