import type pg from 'pg'
import type {Address} from './address.ts'
import {copyDatabase} from './database.ts'
import {isServerError} from './errors.ts'
import {leaveRunning} from './leave-running.ts'
import {quoteIdent} from './quote.ts'
import {copySettings} from './settings.ts'

/** The spare copy of a template, which is there to be renamed: copying thousands of files takes seconds. */
export const spareOf = (template: string): string => `${template}_spare`

/** Makes a database out of the spare, or else as a copy of the template. */
export async function takeCopy(client: pg.Client, template: string, database: string): Promise<void> {
  try {
    await client.query(`ALTER DATABASE ${quoteIdent(spareOf(template))} RENAME TO ${quoteIdent(database)}`)
  } catch (error) {
    // There is none, it is not whole yet, or another run was quicker.
    if (!isServerError(error) || error.code !== '3D000') throw error
    return copyDatabase(client, template, database)
  }
  await client.query(`ALTER DATABASE ${quoteIdent(database)} WITH ALLOW_CONNECTIONS true`)
  await copySettings(client, template, database)
}

/** Has the server make the next spare, which nobody can connect to, while nobody waits. */
export const makeSpare = (server: Address, template: string): Promise<void> =>
  leaveRunning(
    server,
    `CREATE DATABASE ${quoteIdent(spareOf(template))} TEMPLATE ${quoteIdent(template)} ALLOW_CONNECTIONS false`,
  )
