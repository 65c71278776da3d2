import {setTimeout as sleep} from 'node:timers/promises'
import {Failure} from '../../../failure.ts'
import type {Address} from '../../address.ts'
import {withConnection} from '../../connect.ts'
import {quoteIdent, quoteLiteral} from '../../quote.ts'
import type {DockerServer, ServerOptions} from '../spec.ts'
import {docker} from './cli.ts'
import {inspect} from './container.ts'

const PATIENCE = 120_000

/** Waits until the server in the container lets its superuser in. */
export async function waitUntilReady(spec: DockerServer, admin: Address, options: ServerOptions): Promise<void> {
  const begin = Date.now()
  let told = begin
  let mended = false
  while (true) {
    const failure = await tryToConnect(admin)
    if (!failure) return
    if (failure.code === 'wrong_password' && !mended) {
      await mendPassword(spec, admin, options)
      mended = true
      continue
    }
    if (failure.code !== 'no_connection' && failure.code !== 'server_starting') throw failure
    await requireAlive(spec, failure, Date.now() - begin, options)
    if (Date.now() - told > 1000) {
      options.onProgress?.(`waiting for the server in the container ${spec.container}`)
      told = Date.now()
    }
    await sleep(100, undefined, {...(options.signal ? {signal: options.signal} : {})})
  }
}

async function tryToConnect(address: Address): Promise<Failure | undefined> {
  try {
    await withConnection(address, (client) => client.query('SELECT'))
    return undefined
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

async function requireAlive(spec: DockerServer, cause: Failure, waited: number, options: ServerOptions): Promise<void> {
  const running = (await inspect(spec, options))?.running
  if (running && waited < PATIENCE) return
  const what = running ? 'takes no connections after two minutes' : 'ended while it started'
  const logs = await docker(['logs', '--tail=12', spec.container], options)
  throw new Failure('server_died', `the server in the container ${spec.container} ${what}`, {
    hint: `docker logs ${spec.container} shows all that it said`,
    detail: `${logs.stdout}${logs.stderr}`.trim(),
    cause,
  })
}

/** A volume keeps the password of the container it was first used by; inside, the local socket asks for none. */
async function mendPassword(spec: DockerServer, {user, password = ''}: Address, options: ServerOptions): Promise<void> {
  const psql = ['psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', `--username=${user}`, '--dbname=postgres']
  const input = `SET log_statement = none; SET log_min_error_statement = panic; ALTER ROLE ${quoteIdent(user)} LOGIN PASSWORD ${quoteLiteral(password)};\n`
  const {code, stderr} = await docker(['exec', '--interactive', spec.container, ...psql], {...options, input})
  if (code === 0) return
  throw new Failure('wrong_password', `the data in ${spec.volume ?? spec.container} have no user ${user}`, {
    hint: 'name the user who made them first in the config, or another volume',
    detail: stderr.trim(),
  })
}
