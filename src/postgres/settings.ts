import type pg from 'pg'
import {quoteIdent} from './quote.ts'
import {readSql} from './sql-file.ts'

/** What is set for the sessions in a database, or of a role. */
export type Setting = {
  /** Quoted where it has to be; null: of every role. */
  readonly role: string | null
  readonly name: string
  /** As SQL. */
  readonly value: string
}

/** The settings of a database; those of the server's roles, if it is null. */
export async function readSettings(client: pg.Client, database: string | null): Promise<Setting[]> {
  return (await client.query<Setting>(await readSql('catalog/settings.sql'), [database])).rows
}

/** Gives a copy the settings of the original: CREATE DATABASE … TEMPLATE leaves them behind. */
export async function copySettings(client: pg.Client, from: string, to: string): Promise<void> {
  for (const {role, name, value} of await readSettings(client, from)) {
    const whose = role === null ? `DATABASE ${quoteIdent(to)}` : `ROLE ${role} IN DATABASE ${quoteIdent(to)}`
    await client.query(`ALTER ${whose} SET ${name} = ${value}`)
  }
}
