import {Failure} from '../../failure.ts'
import {nearest} from '../../nearest.ts'
import {registerSecret} from '../../redact.ts'
import {type Address, SSL_MODES, type SslMode, type Tls} from '../address.ts'
import {certificateFiles} from './certificates.ts'
import {systemUser} from './home.ts'
import {type Env, environmentParams, overlay, type Params} from './params.ts'
import {parseConnectionString} from './parse.ts'
import {passwordFile, readPassword} from './passfile.ts'
import {readService} from './service.ts'

export type AddressRequest = {
  /** What the command line says, the strongest. */
  readonly flags?: Params
  /** What the config says of this database, or a connection string that was given as a source. */
  readonly config?: Params
  readonly env: Env
  readonly warn?: (message: string) => void
}

/**
 * Where a database is: flags, else config, else DATABASE_URL, else PG* variables, else the service of PGSERVICE,
 * else libpq's defaults. DATABASE_URL counts only where nothing before it names a server, so that its password
 * never goes to another one. The password comes last from the password file.
 * @throws Failure `bad_url`, `no_service`, `bad_address` …
 */
export async function resolveAddress(request: AddressRequest): Promise<Address> {
  const {env} = request
  let given = overlay(await withService(request.config ?? {}, env), await withService(request.flags ?? {}, env))
  if (env.DATABASE_URL && !namesServer(given))
    given = overlay(await withService(parseConnectionString(env.DATABASE_URL), env), given)
  const {service, ...variables} = environmentParams(env)
  // A service file or URL that names a host means that host, wherever PGHOSTADDR points.
  if (given.host) delete variables.hostaddr
  let params = overlay(variables, given)
  if (service && !given.service) params = overlay(await readService(service, env), params)
  return toAddress(params, request)
}

async function withService(params: Params, env: Env): Promise<Params> {
  return params.service ? overlay(await readService(params.service, env), params) : params
}

const namesServer = (params: Params): boolean => Boolean(params.host || params.hostaddr || params.service)

async function toAddress(params: Params, {env, warn = () => {}}: AddressRequest): Promise<Address> {
  const user = params.user ?? systemUser()
  const place = {
    host: hostOf(params),
    port: wholeNumber(params.port ?? '5432', 'port', 1, 65535),
    database: params.dbname ?? user,
    user,
  }
  const named = {...place, host: params.host ?? place.host}
  const password = params.password ?? (await readPassword(named, params.passfile ?? passwordFile(env), warn))
  if (password) registerSecret(password, [place.host, place.database, user])
  return {
    ...place,
    ...(password ? {password} : {}),
    tls: await tlsOf(params, env),
    ...(params.options ? {options: params.options} : {}),
    ...(params.application_name ? {applicationName: params.application_name} : {}),
    ...(params.connect_timeout
      ? {connectTimeout: wholeNumber(params.connect_timeout, 'connect_timeout', 0, 2_147_483)}
      : {}),
  }
}

function hostOf({host = 'localhost', hostaddr, sslmode}: Params): string {
  if (host.includes(',') || hostaddr?.includes(','))
    throw new Failure('bad_address', `"${host}" names several hosts`, {hint: 'name one, the primary'})
  if (hostaddr && sslmode === 'verify-full' && host !== hostaddr)
    throw new Failure('bad_address', 'hostaddr cannot be used together with sslmode=verify-full', {
      hint: 'leave hostaddr out, or use sslmode=verify-ca',
    })
  return hostaddr ?? host
}

async function tlsOf(params: Params, env: Env): Promise<Tls> {
  const system = params.sslrootcert === 'system'
  const mode = params.sslmode ?? (system ? 'verify-full' : 'prefer')
  if (!isSslMode(mode)) {
    const meant = nearest(mode, SSL_MODES)
    throw new Failure('bad_address', `sslmode "${mode}" is unknown`, {
      hint: meant ? `did you mean ${meant}?` : `known are ${SSL_MODES.join(', ')}`,
    })
  }
  if (system && mode !== 'verify-full')
    throw new Failure('bad_address', `sslrootcert=system needs sslmode=verify-full, not ${mode}`, {
      hint: "anyone can get a certificate from the system's authorities, so the host name must be checked as well",
    })
  return {mode, ...(mode === 'disable' ? {} : await certificateFiles(params, env))}
}

const isSslMode = (mode: string): mode is SslMode => (SSL_MODES as readonly string[]).includes(mode)

function wholeNumber(text: string, name: string, least: number, most: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text.trim()) || number < least || number > most)
    throw new Failure('bad_address', `${name} "${text}" is not a whole number from ${least} to ${most}`)
  return number
}
