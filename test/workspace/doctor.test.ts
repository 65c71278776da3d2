import {execFileSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {Failure} from '../../src/failure.ts'
import {serverAccount} from '../../src/postgres/server/embedded/account.ts'
import {findBinaries} from '../../src/postgres/server/embedded/binaries.ts'
import {loadProject} from '../../src/project/load.ts'
import type {Advice} from '../../src/workspace/advice/advice.ts'
import {configAdvice} from '../../src/workspace/advice/config.ts'
import {binariesAdvice, diskAdvice, machineAdvice, nodeAdvice} from '../../src/workspace/advice/machine.ts'
import {clockAdvice, lockAdvice, serverAdvice, supportAdvice} from '../../src/workspace/advice/server.ts'
import {openDatabase} from '../../src/workspace/open.ts'
import {createDatabase, session} from '../support/database.ts'
import {temporaryFolder} from '../support/folder.ts'
import {projectOf, urlWithPassword} from '../support/project.ts'

type Told = Pick<Advice, 'severity' | 'message' | 'cure'>
const told = (advice: readonly Told[]) => advice.map(({severity, message, cure}) => `${severity}: ${message} → ${cure}`)

test('Node.js below the oldest that is supported', () => {
  expect(nodeAdvice('v20.19.0')).toEqual([])
  expect(nodeAdvice('v24.1.0')).toEqual([])
  expect(told(nodeAdvice('v20.18.3'))).toEqual([expect.stringMatching(/^error: Node\.js v20\.18\.3 is older.*→ nvm/)])
  expect(nodeAdvice('v18.20.0')).toHaveLength(1)
})

test('binaries of a server that are not there', async () => {
  const folder = temporaryFolder()
  expect(await binariesAdvice(async () => findBinaries(await serverAccount(folder)))).toEqual([])
  const elsewhere = await binariesAdvice(async () => findBinaries(await serverAccount(folder), join(folder, 'x.js')))
  expect(told(elsewhere)).toEqual([expect.stringMatching(/^error: .*is not installed → npm install without --omit/)])
  const broken = binariesAdvice(() => Promise.reject(new TypeError('a bug')))
  await expect(broken).rejects.toThrow('a bug')
  expect(told(await binariesAdvice(() => Promise.reject(new Failure('no_docker', 'it does not answer'))))).toHaveLength(
    1,
  )
})

test('a disk that is nearly full, of this folder and of a server', async () => {
  expect(diskAdvice(null)).toEqual([])
  expect(diskAdvice(2 ** 31)).toEqual([])
  expect(diskAdvice(2 ** 29)).toMatchObject([{severity: 'warning', message: expect.stringContaining('in this folder')}])
  expect(diskAdvice(2 ** 20, 'prod')).toMatchObject([
    {severity: 'error', database: 'prod', cure: expect.stringContaining('VACUUM FULL')},
  ])
  const project = await loadProject({cwd: temporaryFolder({'pgplumb.yaml': ''}), env: {}})
  expect((await machineAdvice(project, 'v22.0.0')).filter(({check}) => check !== 'disk')).toEqual([])
})

test('a server that gets no more fixes, whose clock is wrong, which has too few locks', () => {
  const at = new Date('2026-01-01')
  expect(supportAdvice(18, at)).toEqual([])
  expect(supportAdvice(13, at)).toMatchObject([{severity: 'warning', message: expect.stringContaining('2025-11-13')}])
  expect(clockAdvice(-4000)).toEqual([])
  expect(clockAdvice(90_000)).toMatchObject([
    {message: expect.stringContaining('90 s ahead of'), cure: expect.stringContaining('chrony')},
  ])
  expect(clockAdvice(-90_000)).toMatchObject([{message: expect.stringContaining('behind')}])
  const room = {locks: 6400, locks_per_transaction: 64}
  expect(lockAdvice({...room, tables: 6000})).toEqual([])
  expect(lockAdvice({...room, tables: 12_800})).toMatchObject([
    {severity: 'error', cure: expect.stringContaining('max_locks_per_transaction = 192')},
  ])
})

test('a login that may not read, watch, or create; extensions that the server lacks', async () => {
  const address = await createDatabase('CREATE TABLE a (i int); CREATE SCHEMA closed; CREATE TABLE closed.b (i int)')
  const role = `pgplumb_doctor_${address.database.slice(-8)}`
  const admin = await session(address)
  await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`)
  try {
    const url = new URL(urlWithPassword(address))
    Object.assign(url, {username: role, password: 'x'})
    const cwd = temporaryFolder({
      'pgplumb.yaml': `databases: {dev: {url: "${url}"}, admin: {url: "${urlWithPassword(address)}"}}`,
    })
    const workspace = {project: await loadProject({cwd, env: {}}), env: {}}
    const ask = async (name: string, extensions: readonly string[], now?: () => Date) => {
      const opened = await openDatabase(workspace, name)
      return serverAdvice(await session(opened.address), opened, extensions, now)
    }
    const advice = await ask('dev', ['plpgsql', 'no_such_extension'])
    expect(
      advice
        .filter(({check}) => check !== 'disk' && check !== 'version')
        .map(({check, severity, cure}) => [check, severity, cure]),
    ).toEqual([
      ['permission', 'error', `GRANT pg_read_all_data TO "${role}"`],
      ['permission', 'info', `GRANT pg_monitor TO "${role}"`],
      ['permission', 'info', `ALTER ROLE "${role}" CREATEDB`],
      ['extension', 'error', expect.stringContaining('postgresql-<version>-no_such_extension')],
    ])
    for (const {check, cure} of advice) if (check === 'permission') await admin.query(cure)
    expect((await ask('dev', ['plpgsql'])).filter(({check}) => check === 'permission')).toEqual([])
    const late = await ask('admin', [], () => new Date(Date.now() - 60_000))
    expect(late.filter(({check}) => check === 'clock')).toMatchObject([
      {message: expect.stringMatching(/(59|60|61) s ahead/)},
    ])
  } finally {
    await admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  }
})

test('what smells in a config', async () => {
  const root = temporaryFolder({
    'pgplumb.yaml': `databases:
  dev: {server: embedded, port: 5433}
  prod: {url: "postgres://app:hunter2%21@db.example.com/shop"}
  twin: {url: "postgres://app@db.example.com/shop?sslmode=verify-full", protected: true}
  unset: {url: "\${NO_SUCH_VARIABLE}"}
rules: {rls-disabeld: off, isolation/rls-disabled: off, migration-header: off, drop-column: off, my-own-affair: off}`,
    '.env': 'A=b',
  })
  const git = (...args: readonly string[]) => execFileSync('git', [...args], {cwd: root})
  git('init', '--quiet')
  git('add', '--force', '.env')
  const smells = async () => told(await configAdvice(await loadProject({cwd: root, env: {}})))
  expect(await smells()).toEqual([
    expect.stringMatching(/^warning: there is no master schema at sql\/schema\.sql → .*pgplumb dump/),
    expect.stringMatching(/^info: there are no migrations at sql\/migrations → pgplumb migrate new/),
    expect.stringMatching(/^warning: it is on db\.example\.com, and not protected → protected: true/),
    expect.stringMatching(/^warning: sslmode=prefer .* → sslmode=verify-full/),
    expect.stringMatching(/^warning: it is the same database as prod, /),
    expect.stringMatching(/^warning: its password stands in pgplumb\.yaml → url: "\$\{PROD_DATABASE_URL\}"/),
    'warning: rules names rls-disabeld, which is no rule → did you mean rls-disabled?',
    expect.stringMatching(/^warning: git does not ignore \.pgplumb → echo/),
    expect.stringMatching(/^warning: \.env is in git, .* → git rm --cached \.env/),
  ])
  expect((await smells()).join()).not.toContain('hunter2')
  execFileSync(
    'bash',
    ['-c', "echo '.pgplumb/' >> .gitignore; git rm --quiet --cached .env && echo '.env' >> .gitignore"],
    {cwd: root},
  )
  writeFileSync(join(root, 'pgplumb.yaml'), 'databases: {dev: {server: embedded, port: 5433}}')
  expect(await smells()).toHaveLength(2)
})

test('the command says what to mend, the worst first, and how', async () => {
  const url = urlWithPassword(await createDatabase())
  const {run} = projectOf({
    'pgplumb.yaml': `databases: {dev: {url: "${url}"}}`,
    'sql/schema.sql': 'CREATE EXTENSION no_such_extension;',
  })
  const {code, stdout} = await run('doctor')
  expect(code).toBe(1)
  expect(stdout).toMatch(/^to mend\n {2}error {4}dev: the project's files make the extension\n? *no_such_extension/m)
  expect(stdout).toContain('cure: install it on the server')
  expect(JSON.parse((await run('doctor', '--json')).stdout).advice[0]).toMatchObject({
    check: 'extension',
    database: 'dev',
  })
})
