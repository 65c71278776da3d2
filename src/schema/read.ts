import type pg from 'pg'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import type {PgDumpChoice} from '../postgres/pg-dump/choice.ts'
import {dumpSchema} from '../postgres/pg-dump/dump.ts'
import {readSettings, type Setting} from '../postgres/settings.ts'
import {readSql} from '../postgres/sql-file.ts'
import {cut} from './dump/cut.ts'
import {collect, type Entry, type Schema} from './entry.ts'

export type ReadOptions = {
  readonly pgDump: PgDumpChoice
  /** Whether to read roles, memberships and their settings too: they belong to the server, not to the database. */
  readonly roles?: boolean
  readonly signal?: AbortSignal
  readonly onWarning?: (message: string) => void
}

/**
 * Reads the schema of a database: what pg_dump prints, and what it leaves out.
 * @throws the Failures of `connect` and `dumpSchema`
 */
export async function readDatabase(address: Address, options: ReadOptions): Promise<Schema> {
  const {pgDump, roles = false, signal, onWarning} = options
  const dump = cut(dumpSchema(address, pgDump, {...(signal ? {signal} : {}), ...(onWarning ? {onWarning} : {})}))
  const [{serverVersion, entries}, unseen] = await Promise.all([dump, readUnseen(address, roles)])
  return {serverVersion, entries: collect([...entries, ...unseen])}
}

const readUnseen = (address: Address, roles: boolean): Promise<Entry[]> =>
  withConnection(address, async (client) => {
    const {rows} = await client.query<Entry>(await readSql('catalog/unseen.sql'))
    const settings = (await readSettings(client, address.database)).map((setting) =>
      settingEntry(setting, setting.role === null ? 'DATABASE CURRENT' : `ROLE ${setting.role} IN DATABASE CURRENT`),
    )
    return [...rows, ...settings, ...(roles ? await readRoles(client) : [])]
  })

/** The roles of a server, their memberships and settings. */
export async function readRoles(client: pg.Client): Promise<Entry[]> {
  const {rows} = await client.query<Entry>(await readSql('catalog/roles.sql'))
  const settings = await readSettings(client, null)
  return [...rows, ...settings.map((setting) => settingEntry(setting, `ROLE ${setting.role}`))]
}

const settingEntry = ({role, name, value}: Setting, whose: string): Entry => ({
  type: 'SETTING',
  schema: null,
  tag: `${role === null ? '' : `role ${role} `}${name}`,
  owner: null,
  text: `ALTER ${whose} SET ${name} = ${value}`,
})

/** Reads the schema that the text of a `pg_dump` with its `-- Name: …` headers describes. No server is asked. */
export async function readDump(chunks: AsyncIterable<string> | Iterable<string>): Promise<Schema> {
  const {serverVersion, entries} = await cut(chunks)
  return {serverVersion, entries: collect(entries)}
}
