import {execFile} from 'node:child_process'
import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {expect, test} from 'vitest'
import {parse} from 'yaml'
import {createDatabase} from '../support/database.ts'
import {temporaryFolder} from '../support/folder.ts'
import {freePort} from '../support/free-port.ts'
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
  const launched = await run(process.execPath, [join(folder, 'node_modules/pgplumb/bin/run.cjs'), '--version'])
  expect(launched.stdout).toContain(version)
  await npm(folder, 'exec', '--no', '--', 'pgplumb', 'init', '--yes', '--port', String(await freePort()))
  expect((await npm(folder, 'exec', '--no', '--', 'pgplumb', 'validate')).stdout).toContain('valid')

  // The queue is made by the SQL of another package.
  const address = await createDatabase(TEMPLATE)
  const url = JSON.stringify(urlWithPassword(address))
  writeFileSync(join(folder, 'fleet.yaml'), `databases: {dev: {url: ${url}}}\ntenancy: {model: schema}`)
  const fleet = (...args: readonly string[]) =>
    npm(folder, 'exec', '--no', '--', 'pgplumb', 'fleet', ...args, '--config', 'fleet.yaml', '--json')
  await fleet('create', 'acme')
  expect(JSON.parse((await fleet('work', '--until-done')).stdout)).toEqual({done: 1, failed: []})

  const aDay = async (as: {readonly uid?: number; readonly gid?: number}): Promise<void> => {
    const pgplumb = (...args: readonly string[]) =>
      run(process.execPath, [join(folder, 'node_modules/pgplumb/bin/run.cjs'), ...args], {
        ...as,
        cwd: folder,
        env: {...process.env, HOME: folder},
      })
    try {
      expect((await pgplumb('start')).stdout).toContain('started')
      expect((await pgplumb('apply')).stdout).toContain('test got the master schema')
      expect((await pgplumb('drift')).stdout).toContain('agrees')
    } finally {
      await pgplumb('stop')
    }
  }
  await aDay({})
  if (process.getuid?.() !== 0) return
  // Root has had its day; now a user who may do nothing special, in a folder of their own.
  rmSync(join(folder, '.pgplumb'), {recursive: true})
  await run('chown', ['-R', '65534:65534', folder])
  await aDay({uid: 65534, gid: 65534})
}, 400_000)

test('it can be published: what is packed is what runs, and no script of it runs where it is installed', async () => {
  const {stdout} = await npm(root, 'pack', '--dry-run', '--json', '--ignore-scripts')
  const [{files}] = JSON.parse(stdout)
  const paths: string[] = files.map(({path}: {path: string}) => path)
  for (const needed of [
    'bin/run.cjs',
    'dist/src/main.js',
    'oclif.manifest.json',
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'sql/init/supabase.sql',
  ])
    expect(paths).toContain(needed)
  expect(paths.filter((path) => /^(?:src|test|bench|scripts|node_modules)\/|\.env|\.tgz$/.test(path))).toEqual([])
  const {scripts} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const script of ['preinstall', 'install', 'postinstall']) expect(scripts).not.toHaveProperty(script)
  const workflow = parse(readFileSync(join(root, '.github/workflows/publish.yml'), 'utf8'))
  expect(workflow.permissions).toEqual({contents: 'read', 'id-token': 'write'})
  const runs: string[] = workflow.jobs.publish.steps.flatMap(({run}: {run?: string}) => run ?? [])
  expect(runs.at(-1)).toMatch(/^npm publish --provenance/)
  for (const script of runs.flatMap((line) => /^npm run (\S+)/.exec(line)?.[1] ?? []))
    expect(scripts).toHaveProperty(script)
})
