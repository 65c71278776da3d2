import {randomBytes} from 'node:crypto'
import {chmod, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {EmbeddedServer} from '../../src/postgres/server/spec.ts'
import {startServer} from '../../src/postgres/server/start.ts'
import {stopServer} from '../../src/postgres/server/stop.ts'
import {freePort} from './free-port.ts'
import type {TestServer} from './setup.ts'

/** pgplumb's own embedded server, in a fresh directory that is removed afterwards. */
export async function startEmbedded(): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'pgplumb-test-'))
  // When root runs the tests, the server is another user.
  await chmod(directory, 0o755)
  const spec: EmbeddedServer = {
    kind: 'embedded',
    name: 'test',
    dataDir: join(directory, 'server'),
    port: await freePort(),
    settings: {fsync: 'off', full_page_writes: 'off'},
  }
  const stop = async () => {
    await stopServer(spec)
    await rm(directory, {recursive: true, force: true})
  }
  const password = randomBytes(12).toString('hex')
  try {
    await startServer(spec, [{user: 'postgres', password, database: 'postgres'}])
  } catch (error) {
    await stop()
    throw error
  }
  return {url: `postgres://postgres:${password}@127.0.0.1:${spec.port}/postgres`, stop}
}
