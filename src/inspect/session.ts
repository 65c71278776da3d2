import type pg from 'pg'
import type {GenericSchema, InferOutput} from 'valibot'
import {array, parse} from 'valibot'
import {Failure} from '../failure.ts'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {isServerError} from '../postgres/errors.ts'
import {readSql} from '../postgres/sql-file.ts'

/** How many rows an inspection shows unless told otherwise. */
export const SHOWN = 20

/**
 * A session that can write nothing, waits a second for a lock at most, and runs no statement for longer than `timeout` ms.
 * @throws Failure `inspection_timeout`
 */
export async function inInspection<T>(
  address: Address,
  {timeout = 10_000}: {readonly timeout?: number},
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const options = {applicationName: 'pgplumb inspect', statementTimeout: timeout, lockTimeout: 1000}
  return withConnection(
    address,
    async (client) => {
      await client.query('SET default_transaction_read_only = on')
      return work(client)
    },
    options,
  ).catch((error: unknown) => {
    if (!isServerError(error) || (error.code !== '57014' && error.code !== '55P03')) throw error
    throw new Failure('inspection_timeout', `the inspection was given up after ${Math.round(timeout / 1000)} s`, {
      hint: 'give it more time: --timeout SECONDS',
      cause: error,
    })
  })
}

/** The rows of a query under `sql/inspect`. */
export async function readRows<S extends GenericSchema>(
  client: pg.Client,
  file: string,
  row: S,
  values: readonly unknown[],
): Promise<readonly InferOutput<S>[]> {
  const {rows} = await client.query(await readSql(`inspect/${file}.sql`), [...values])
  return parse(array(row), rows)
}
