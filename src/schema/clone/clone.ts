import type pg from 'pg'
import {Failure} from '../../failure.ts'
import type {ProofRows} from '../../plan.ts'
import {type Address, withDatabase} from '../../postgres/address.ts'
import {withConnection} from '../../postgres/connect.ts'
import {dropDatabase, withServer} from '../../postgres/database.ts'
import {isServerError, type ServerError} from '../../postgres/errors.ts'
import {quoteIdent} from '../../postgres/quote.ts'
import {type Purpose, withTemporaryDatabase} from '../../postgres/temporary.ts'
import type {Schema} from '../entry.ts'
import {loadParser} from '../parse.ts'
import {cloneSql} from '../restore.ts'
import {makeRoles, provideRoles} from '../roles.ts'
import {copySmallTables} from './rows.ts'
import {copyWhole} from './whole.ts'

export type CloneOptions = {
  /** Where the clone is made. */
  readonly server: Address
  /** Whether that is pgplumb's own server, where roles can be made. */
  readonly own?: boolean
  /** What will be run in the clone: its roles have to be there, and the tables that it names get their rows first. */
  readonly sql?: readonly string[]
  /** The database whose rows the clone gets; absent: none. */
  readonly rowsOf?: Address
  /** Whether the schema is only a part of that database, which then cannot be copied as a whole. */
  readonly partial?: boolean
  /** Default: a proof. */
  readonly purpose?: Purpose
  /** Whether each object gets its owner. Default false. */
  readonly owners?: boolean
}

export type Clone = {readonly address: Address; readonly rows: ProofRows}

export const NO_ROWS: ProofRows = {copied: 'none', tables: 0, without: [], reason: null}

/**
 * A database with that schema, which is dropped after: a copy of the original with all its rows where that is small and
 * nobody is in it, else made anew, with the rows of its small tables.
 * @throws Failure `clone_failed`
 */
export async function withClone<T>(
  schema: Schema,
  options: CloneOptions,
  work: (clone: Clone) => Promise<T>,
): Promise<T> {
  const {server, rowsOf, partial = false, purpose = 'proof'} = options
  return withServer(server, (client) =>
    withTemporaryDatabase(client, purpose, async (name) => {
      const address = withDatabase(server, name)
      if (rowsOf && !partial && (await copyWhole(client, {from: rowsOf, to: address})))
        return work({address, rows: {...NO_ROWS, copied: 'all'}})
      const rows = await make(client, schema, address, options)
      return work({address, rows})
    }),
  )
}

/** Makes the clone; once more without rows where they do not come in. */
async function make(client: pg.Client, schema: Schema, address: Address, options: CloneOptions): Promise<ProofRows> {
  const {rowsOf, own = false, sql = []} = options
  const there = [...schema.entries.values()].map(({text}) => text)
  const statements = [...there, ...sql]
  const owners = options.owners ? [...schema.entries.values()].flatMap(({owner}) => owner ?? []) : []
  const attempt = async (source: pg.Client | null): Promise<ProofRows> => {
    await dropDatabase(client, address.database, {force: true})
    await client.query(`CREATE DATABASE ${quoteIdent(address.database)} TEMPLATE template0 ENCODING 'UTF8'`)
    await loadParser()
    return withConnection(address, async (target) => {
      if (own) {
        await makeRoles(target, new Set(owners))
        await provideRoles(target, sql, there)
      }
      const {before, after} = cloneSql(schema, options.owners ?? false)
      for (const batch of before) await target.query(batch)
      const copied = source ? await copySmallTables(source, target, {schema, sql: [...sql, ...statements]}) : null
      for (const batch of after) await target.query(batch)
      if (!copied) return NO_ROWS
      return {copied: copied.tables ? 'some' : 'none', ...copied, reason: null}
    })
  }
  let reason: string | null = null
  if (rowsOf)
    try {
      return await withConnection(rowsOf, attempt)
    } catch (error) {
      // Whether it is the rows, the schema alone will tell.
      reason = refusal(error).message
    }
  try {
    return {...(await attempt(null)), reason}
  } catch (error) {
    const {message, detail} = refusal(error)
    throw new Failure('clone_failed', `the schema could not be cloned: ${message}`, {
      ...(detail ? {detail} : {}),
      hint: 'the server that the clone is made on must have the same extensions',
      cause: error,
    })
  }
}

/** What the server said; anything else is thrown again. */
function refusal(error: unknown): ServerError {
  const cause = error instanceof Failure ? error.cause : error
  if (isServerError(cause)) return cause
  throw error
}
