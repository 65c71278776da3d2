// npm run test:docker [-- [--local-image] [vitest's arguments]]: the tests that need a Docker engine, for real: the
// docker provider, pg_dump within a container, and the database's part of the suite on testcontainers.
// TEST_IMAGE names the image (default postgres:17); --local-image builds one from Debian packages instead of pulling.
import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const ON_THE_SERVER = ['postgres', 'schema', 'workspace', 'migrations', 'tenants', 'rules', 'maintenance', 'fixtures']

const {TEST_SERVER_URL: _elsewhere, DEBIAN_SUITE: suite = 'trixie', ...env} = process.env
const given = process.argv.slice(2)
const local = given.includes('--local-image')
const vitest = given.filter((argument) => argument !== '--local-image')
const image = env.TEST_IMAGE ?? (local ? `pgplumb-test-postgres:${suite}` : 'postgres:17')

requireEngine()
if (local) build()
else requireImage()

const everything = [...ON_THE_SERVER.map((folder) => `test/${folder}/`), '--exclude=test/postgres/server/embedded/**']
const tests = vitest.some((argument) => !argument.startsWith('-')) ? vitest : [...everything, ...vitest]
const {status} = run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...tests], {
  ...env,
  TEST_SERVER: 'testcontainers',
  TEST_IMAGE: image,
  // The container that clears up after an interrupted run is an image to pull, too.
  ...(local ? {TESTCONTAINERS_RYUK_DISABLED: env.TESTCONTAINERS_RYUK_DISABLED ?? 'true'} : {}),
})
process.exitCode = status ?? 1

function requireEngine() {
  const {error, status, stderr} = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], {
    encoding: 'utf8',
  })
  if (error) fail('the command docker was not found', 'install Docker, or run npm test, which needs none')
  if (status !== 0)
    fail(`no Docker engine answers: ${stderr.trim()}`, 'start Docker, or run npm test, which needs none')
}

function requireImage() {
  if (isHere() || run('docker', ['pull', image]).status === 0) return
  fail(
    `the image ${image} is not here and cannot be pulled`,
    'name one that can in TEST_IMAGE; or let one be built from Debian packages: npm run test:docker -- --local-image',
  )
}

function build() {
  if (isHere()) return
  console.log(`building ${image} from the packages of Debian ${suite}; this takes a few minutes`)
  if (run('sh', ['scripts/docker/local-image.sh', image, suite]).status === 0) return
  fail(`the image ${image} could not be built`, 'see above; DEBIAN_MIRROR and DEBIAN_SUITE choose other packages')
}

function isHere() {
  return spawnSync('docker', ['image', 'inspect', image]).status === 0
}

function run(command, args, environment = process.env) {
  return spawnSync(command, args, {cwd: root, env: environment, stdio: 'inherit'})
}

function fail(message, cure) {
  console.error(`${message}\n→ ${cure}`)
  process.exit(2)
}
