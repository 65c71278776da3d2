import type pg from 'pg'
import {Failure} from '../failure.ts'
import {migrationStatus} from '../migrations/index.ts'
import {pendingMigrations} from '../migrations/pending.ts'
import {copyRows} from '../migrations/rehearse/copy-rows.ts'
import {type Forecast, forecast} from '../migrations/rehearse/forecast.ts'
import {forecastTenants, type TenantForecast} from '../migrations/rehearse/forecast-tenants.ts'
import {
  type Rehearsal,
  type RehearsedStatement,
  type RehearseOptions,
  rehearse as run,
} from '../migrations/rehearse/rehearse.ts'
import {withDatabase} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {withServer} from '../postgres/database.ts'
import {isServerError} from '../postgres/errors.ts'
import {quoteIdent} from '../postgres/quote.ts'
import {withTemporaryDatabase} from '../postgres/temporary.ts'
import {readDatabase} from '../schema/read.ts'
import {schemaSql} from '../schema/restore.ts'
import {makeRoles, rolesIn} from '../schema/roles.ts'
import {withoutTenants} from '../tenants/without.ts'
import {choosePgDumpFor, containerOf} from './choose.ts'
import {migrationsOf} from './migrate.ts'
import {openDatabase} from './open.ts'
import {pendingTenants} from './rehearse-tenants.ts'
import {shadowPlace} from './shadow-place.ts'
import type {Workspace} from './workspace.ts'

export type RehearsalReport = Rehearsal & {
  readonly database: string
  /** How many files were due. */
  readonly files: number
  /** Rows copied at most per table; 0: none, the clone was empty. */
  readonly limit: number
  /** Tables of which only a part was copied. */
  readonly sampled: readonly string[]
  readonly forecast: Forecast
  /** What is pending in the schemas of tenants, rehearsed in the largest of them; null: nothing, or there are none. */
  readonly tenants: TenantRehearsal | null
}

export type TenantRehearsal = {
  /** The schema in which the files were rehearsed. */
  readonly rehearsed: string
  /** In how many schemas they are pending. */
  readonly pending: number
  readonly files: number
  readonly statements: readonly RehearsedStatement[]
  readonly forecast: TenantForecast
}

/** Rows that are copied of each table; of a protected database none, for they would leave it. */
export const ROWS = 10_000

/**
 * Runs what is pending on a clone of the database, which is dropped after, and tells what each statement did and what
 * that means for the database itself. In that nothing is changed.
 * @throws Failure `clone_failed`, and those of `pendingMigrations`
 */
export async function rehearse(
  workspace: Workspace,
  name: string,
  {rows, ...options}: RehearseOptions & {readonly rows?: number} = {},
): Promise<RehearsalReport> {
  const folder = migrationsOf(workspace)
  const opened = await openDatabase(workspace, name)
  const limit = rows ?? (opened.database.protected ? 0 : ROWS)
  return withConnection(opened.address, async (source) => {
    const status = await migrationStatus(source, folder, opened.history.table)
    const due = pendingMigrations(status, {outOfOrder: true}).map((one) => one.migration)
    const tenants = await pendingTenants(workspace, source)
    if (due.length === 0 && !tenants)
      return {
        statements: [],
        failure: null,
        database: name,
        files: 0,
        limit,
        sampled: [],
        forecast: {tables: [], connections: []},
        tenants: null,
      }
    const pgDump = await choosePgDumpFor(workspace, [opened.major], containerOf(opened.database.server))
    const without = tenants?.others ?? new Set<string>()
    const schema = withoutTenants(await readDatabase(opened.address, {pgDump}), without)
    const place = await shadowPlace(workspace, opened)
    return withServer(place.server, (client) =>
      withTemporaryDatabase(client, 'rehearsal', async (made) => {
        const clone = withDatabase(place.server, made)
        await client.query(`CREATE DATABASE ${quoteIdent(made)} TEMPLATE template0 ENCODING 'UTF8'`)
        const copied = await withConnection(clone, async (target) => {
          const roles = await rolesIn([
            ...[...schema.entries.values()].map(({text}) => text),
            ...[...due, ...(tenants?.due ?? [])].map(({text}) => text),
          ])
          if (place.own) await makeRoles(target, roles)
          await fill(target, schemaSql(schema))
          return limit > 0 ? copyRows(source, target, limit, without) : {rows: new Map<string, number>(), sampled: []}
        })
        const seen = await run(clone, due, options)
        const expected = await forecast(source, seen.statements, copied)
        const report = {database: name, files: due.length, limit, sampled: copied.sampled, forecast: expected}
        if (!tenants || seen.failure) return {...report, ...seen, tenants: null}
        const {rehearsed, schemas} = tenants
        const ofTenants = await run(clone, tenants.due, {...options, searchPath: [rehearsed, 'public']})
        const over = await forecastTenants(source, ofTenants.statements, copied.rows, {schema: rehearsed, schemas})
        return {
          ...report,
          statements: seen.statements,
          failure: ofTenants.failure,
          tenants: {
            rehearsed,
            pending: schemas.length,
            files: tenants.due.length,
            statements: ofTenants.statements,
            forecast: over,
          },
        }
      }),
    )
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
