import {randomBytes} from 'node:crypto'
import type pg from 'pg'
import {Failure} from '../failure.ts'
import {type Address, withDatabase} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {dropDatabase, withServer} from '../postgres/database.ts'
import {isServerError} from '../postgres/errors.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {readDatabase} from '../schema/read.ts'
import {schemaSql} from '../schema/restore.ts'
import {makeRoles, rolesIn} from '../schema/roles.ts'
import type {ShadowPlace} from '../schema/shadow.ts'
import {choosePgDumpFor, containerOf} from './choose.ts'
import type {Opened} from './open.ts'
import {shadowPlace} from './shadow-place.ts'
import type {Workspace} from './workspace.ts'

export type CloneOptions = {
  /** What the clone is for, in its name: `rehearsal`. */
  readonly purpose: string
  /** Where it is made; default: where shadows are. */
  readonly place?: ShadowPlace
  /** SQL that will run in it and may name roles. */
  readonly statements?: readonly string[]
}

/**
 * Runs `work` in a clone of the database's schema, without rows, which is dropped after.
 * @throws Failure `clone_failed`
 */
export async function withClone<T>(
  workspace: Workspace,
  opened: Opened,
  {purpose, place, statements = []}: CloneOptions,
  work: (clone: Address) => Promise<T>,
): Promise<T> {
  const pgDump = await choosePgDumpFor(workspace, [opened.major], containerOf(opened.database.server))
  const schema = await readDatabase(opened.address, {pgDump, ...(workspace.signal ? {signal: workspace.signal} : {})})
  const {server, own} = place ?? (await shadowPlace(workspace, opened))
  const clone = withDatabase(server, `pgplumb_${purpose}_${randomBytes(6).toString('hex')}`)
  return withServer(server, async (client) => {
    await client.query(`CREATE DATABASE ${quoteIdent(clone.database)} TEMPLATE template0 ENCODING 'UTF8'`)
    try {
      await withConnection(clone, async (target) => {
        if (own)
          await makeRoles(target, await rolesIn([...[...schema.entries.values()].map(({text}) => text), ...statements]))
        await fill(target, schemaSql(schema))
      })
      return await work(clone)
    } finally {
      await dropDatabase(client, clone.database, {force: true})
    }
  })
}

async function fill(target: pg.Client, batches: readonly string[]): Promise<void> {
  try {
    for (const batch of batches) await target.query(batch)
  } catch (error) {
    if (!isServerError(error)) throw error
    throw new Failure('clone_failed', `the schema could not be cloned: ${error.message}`, {
      ...(error.detail ? {detail: error.detail} : {}),
      hint: 'the server that the clone is made on must have the same extensions',
      cause: error,
    })
  }
}
