import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Failure} from '../../failure.ts'
import {isErrno} from './errno.ts'
import {home} from './home.ts'
import {type Env, isKeyword, isWithoutEffect, type Keyword, type Params, registerPassword} from './params.ts'

/**
 * The parameters of a section of the connection service file: PGSERVICEFILE or ~/.pg_service.conf, then the
 * system's, https://www.postgresql.org/docs/current/libpq-pgservice.html
 * @throws Failure `no_service`, `bad_service_file`
 */
export async function readService(name: string, env: Env): Promise<Params> {
  const files = serviceFiles(env)
  for (const file of files) {
    const text = await readIfThere(file)
    const params = text === null ? null : section(text, name, file)
    if (params) return params
  }
  throw new Failure('no_service', `there is no service "${name}" in ${files.join(' or ')}`, {
    hint: `add a section [${name}], or correct the service's name`,
  })
}

function serviceFiles(env: Env): string[] {
  const windows = process.platform === 'win32'
  const own = windows
    ? join(env.APPDATA ?? home(env), 'postgresql', '.pg_service.conf')
    : join(home(env), '.pg_service.conf')
  const system = env.PGSYSCONFDIR ?? (windows ? null : '/etc/postgresql-common')
  return [env.PGSERVICEFILE || own, ...(system ? [join(system, 'pg_service.conf')] : [])]
}

function section(text: string, name: string, file: string): Params | null {
  const params: {[K in Keyword]?: string} = {}
  let inside = false
  let found = false
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    if (line.startsWith('[')) {
      if (inside) break
      inside = line === `[${name}]`
      found ||= inside
    } else if (inside) {
      const equals = line.indexOf('=')
      const key = line.slice(0, Math.max(0, equals)).trim()
      if (line.startsWith('ldap')) throw unusable(file, index, 'LDAP look-ups are not supported')
      if (key === 'service') throw unusable(file, index, 'a service cannot name another service')
      if (isKeyword(key)) params[key] ??= line.slice(equals + 1).trim()
      else if (!isWithoutEffect(key)) throw unusable(file, index, 'not a connection parameter')
    }
  }
  registerPassword(params)
  return found ? params : null
}

const unusable = (file: string, index: number, why: string): Failure =>
  new Failure('bad_service_file', `${file}:${index + 1}: ${why}`, {place: {file, line: index + 1}})

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT') || isErrno(error, 'ENOTDIR')) return null
    throw new Failure('bad_service_file', `cannot read ${file}`, {cause: error})
  }
}
