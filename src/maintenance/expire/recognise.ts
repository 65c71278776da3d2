import type pg from 'pg'
import {array, nullable, object, parse, string} from 'valibot'
import {OWN_SCHEMA} from '../../postgres/own-schema.ts'
import {readSql} from '../../postgres/sql-file.ts'
import type {ExpiryRule} from './rule.ts'

/** How long a token stays after it has expired, and after it was used. */
const RETENTION = '30 days'
const KEEP_USED = '90 days'

/** Rules for the tables of tokens and invitations whose names and columns say what they are. */
export async function recogniseTables(client: pg.Client): Promise<readonly ExpiryRule[]> {
  const {rows} = await client.query(await readSql('maintenance/token-tables.sql'), [OWN_SCHEMA])
  return parse(array(object({name: string(), used: nullable(string())})), rows).map(({name, used}) => ({
    table: name,
    column: 'expires_at',
    retention: RETENTION,
    used: used === null ? null : {column: used, keep: KEEP_USED},
  }))
}
