import type pg from 'pg'
import {type Address, withDatabase} from './address.ts'
import {dropDatabase, withServer} from './database.ts'
import {quoteIdent, quoteLiteral} from './quote.ts'
import {spareOf} from './spare.ts'

const PREFIX = 'pgplumb_shadow_'
/** How many templates of one project stay: the schema as of the last few branches. */
const KEPT = 6

export type Template = {
  /** The name of the template database. */
  readonly name: string
  /** True where it was built just now. */
  readonly fresh: boolean
}

/**
 * The template database of that key, built unless it is there. It is sealed when whole: nobody can connect to it, so
 * it can always be copied; one that is not sealed was left by a build that died, and is built again.
 * @param key what the content is determined by, as a hash
 * @param project whose template it is: old ones of the same project are dropped
 */
export async function ensureTemplate(
  server: Address,
  {key, project}: {readonly key: string; readonly project: string},
  build: (address: Address) => Promise<void>,
): Promise<Template> {
  const name = `${PREFIX}${key.slice(0, 24)}`
  return withServer(server, async (client) => {
    if (await isSealed(client, name)) return {name, fresh: false}
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name])
    if (await isSealed(client, name)) return {name, fresh: false}
    await dropDatabase(client, name, {force: true})
    await client.query(`CREATE DATABASE ${quoteIdent(name)} TEMPLATE template0 ENCODING 'UTF8'`)
    await client.query(`COMMENT ON DATABASE ${quoteIdent(name)} IS ${quoteLiteral(label(project))}`)
    try {
      await build(withDatabase(server, name))
    } catch (error) {
      await dropDatabase(client, name, {force: true})
      throw error
    }
    await client.query(`ALTER DATABASE ${quoteIdent(name)} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`)
    await prune(client, project)
    return {name, fresh: true}
  })
}

/** Drops the oldest templates of the project. */
async function prune(client: pg.Client, project: string): Promise<void> {
  const {rows} = await client.query<{datname: string}>(
    `SELECT datname FROM pg_database
      WHERE datname LIKE $1 AND datistemplate AND shobj_description(oid, 'pg_database') = $2
      ORDER BY oid DESC OFFSET $3`,
    [`${PREFIX.replaceAll('_', '\\_')}%`, label(project), KEPT],
  )
  for (const {datname} of rows) await dropTemplate(client, datname)
}

/** Drops a template, with the spare copy of it. */
export async function dropTemplate(client: pg.Client, name: string): Promise<void> {
  await client.query(`ALTER DATABASE ${quoteIdent(name)} WITH IS_TEMPLATE false`)
  await dropDatabase(client, spareOf(name))
  await dropDatabase(client, name)
}

const label = (project: string): string => `pgplumb: a shadow of ${project}; safe to drop`

async function isSealed(client: pg.Client, name: string): Promise<boolean> {
  const {rows} = await client.query<{sealed: boolean}>(
    'SELECT datistemplate AND NOT datallowconn AS sealed FROM pg_database WHERE datname = $1',
    [name],
  )
  return rows[0]?.sealed ?? false
}
