import {basename} from 'node:path'
import {Failure} from '../failure.ts'
import {nearest} from '../nearest.ts'
import {isLocal, urlOf} from '../postgres/address.ts'
import type {Env, Params} from '../postgres/conninfo/params.ts'
import {parseConnectionString} from '../postgres/conninfo/parse.ts'
import {resolveAddress} from '../postgres/conninfo/resolve.ts'
import {type Loaded, missingText} from './loaded.ts'
import {identifier, ownServers} from './own-servers.ts'
import type {Database, DatabaseEntry, Project} from './project.ts'
import type {DatabaseConfig, DatabasesConfig} from './schema/databases.ts'
import {kindOf} from './spec.ts'

/**
 * The database of that name, with its variables looked up.
 * @throws Failure `unknown_database`, `missing_variable` …
 */
export async function resolveDatabase(
  {databases}: Pick<Project, 'databases'>,
  name: string,
  flags?: Params,
): Promise<Database> {
  return databaseEntry({databases}, name).resolve(flags)
}

/** @throws Failure `unknown_database` */
export function databaseEntry({databases}: Pick<Project, 'databases'>, name: string): DatabaseEntry {
  const entry = databases.find((database) => database.name === name)
  if (entry) return entry
  const names = databases.map((database) => database.name)
  const meant = nearest(name, names)
  throw new Failure('unknown_database', `the config has no database "${name}"`, {
    hint: `${meant ? `did you mean ${meant}? ` : ''}there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`,
  })
}

/** A database that the config does not name. It is called by its URL, without the password. */
export async function resolveUrl(connectionString: string, loaded: Loaded, flags?: Params): Promise<Database> {
  const database = await urlEntry('', {url: connectionString}, {...loaded, missing: []}).resolve(flags)
  return {...database, name: urlOf(database.address)}
}

/** The databases of the config; without any, the one that the environment names, or an embedded `dev`. */
export function databaseEntries(root: string, cacheDir: string, loaded: Loaded): DatabaseEntry[] {
  const configured = loaded.config.databases ?? {}
  if (Object.keys(configured).length > 0) return entries(configured, root, cacheDir, loaded)
  if (namesDatabase(loaded.env)) return [urlEntry('default', {}, loaded)]
  return entries({dev: {database: identifier(basename(root))}}, root, cacheDir, loaded)
}

/** PGUSER or PGPASSWORD alone say nothing of where. */
const namesDatabase = (env: Env): boolean =>
  ['DATABASE_URL', 'PGHOST', 'PGHOSTADDR', 'PGPORT', 'PGDATABASE', 'PGSERVICE'].some((name) => env[name])

function entries(databases: DatabasesConfig, root: string, cacheDir: string, loaded: Loaded): DatabaseEntry[] {
  const own = ownServers(databases, root, cacheDir, loaded.env)
  return Object.entries(databases).map(([name, written]) => {
    const config = typeof written === 'string' ? {url: written} : written
    const kind = kindOf(config)
    if (kind === 'url') return urlEntry(name, config, loaded)
    const {protected: isProtected = false, disposable = !isProtected} = config
    return {
      name,
      kind,
      protected: isProtected,
      resolve: async (flags) => {
        refuseMissing(name, loaded)
        return {name, ...own(name, config, flags), protected: isProtected, disposable}
      },
    }
  })
}

function urlEntry(name: string, config: DatabaseConfig, loaded: Loaded): DatabaseEntry {
  const {protected: isProtected = false, disposable} = config
  return {
    name,
    kind: 'url',
    protected: isProtected,
    resolve: async (flags = {}) => {
      refuseMissing(name, loaded)
      const {env, warn} = loaded
      const address = await resolveAddress({flags, config: paramsOf(config), env, warn})
      return {
        name,
        server: {kind: 'url'},
        address,
        protected: isProtected,
        disposable: disposable ?? (!isProtected && isLocal(address)),
      }
    },
  }
}

/** A key of its own is stronger than the same in the url. */
function paramsOf(config: DatabaseConfig): Params {
  const {url, host, port, database, user, password, service, sslmode, sslrootcert, sslcert, sslkey, options} = config
  const written = {
    host,
    port: port === undefined ? undefined : String(port),
    dbname: database,
    user,
    password,
    service,
    sslmode,
    sslrootcert,
    sslcert,
    sslkey,
    options,
  }
  const given = Object.fromEntries(Object.entries(written).filter(([, value]) => value))
  return {...(url ? parseConnectionString(url) : {}), ...given}
}

function refuseMissing(name: string, {missing, source}: Loaded): void {
  const lacking = missing.filter(({path}) => path[1] === name)
  const [first] = lacking
  if (!first || !source) return
  const place = source.placeOf(first.path)
  const texts = lacking.map(({path, variable}) => `${path.join('.')}: ${missingText(variable)}`)
  throw new Failure('missing_variable', `${place.file}:${place.line}:${place.column} ${texts.join('; ')}`, {
    place,
    hint: 'set it in the environment, or in .env beside the config',
  })
}
