import type pg from 'pg'
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
import {withConnection} from '../postgres/connect.ts'
import {isEmptyDatabase} from '../postgres/database.ts'
import type {Schema} from '../schema/entry.ts'
import {type Recipe, recipeTexts} from '../schema/recipe.ts'
import {applyRecipe} from '../schema/shadow.ts'
import {withoutTenants} from '../tenants/without.ts'
import {withClone} from './clone.ts'
import {migrationsOf} from './migrate.ts'
import {openDatabase} from './open.ts'
import {pendingTenants} from './rehearse-tenants.ts'
import type {Workspace} from './workspace.ts'

export type RehearsalReport = Rehearsal & {
  readonly database: string
  /** How many files were due. */
  readonly files: number
  /** Rows copied at most per table; 0: none, the clone was empty. */
  readonly limit: number
  /** Tables of which only a part was copied. */
  readonly sampled: readonly string[]
  /** Whether these have the planner's statistics of the database itself; else, of the rows that were copied. */
  readonly statistics: boolean
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
        statistics: false,
        forecast: {tables: [], connections: []},
        tenants: null,
      }
    const without = tenants?.others ?? new Set<string>()
    const prelude = await preludeOf(workspace, source)
    const statements = [
      ...(prelude ? await recipeTexts(prelude) : []),
      ...[...due, ...(tenants?.due ?? [])].map(({text}) => text),
    ]
    const part = (schema: Schema) => withoutTenants(schema, without)
    return withClone(workspace, opened, {purpose: 'rehearsal', statements, part}, async (clone) => {
      if (prelude) await applyRecipe(clone, prelude, workspace.signal)
      const copied =
        limit > 0
          ? await withConnection(clone, (target) => copyRows(source, target, limit, without))
          : {rows: new Map<string, number>(), sampled: [], statistics: false}
      const seen = await run(clone, due, options)
      const expected = await forecast(source, seen.statements, copied)
      const report = {
        database: name,
        files: due.length,
        limit,
        sampled: copied.sampled,
        statistics: copied.statistics,
        forecast: expected,
      }
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
    })
  })
}

/** What comes before the first file, as in `migrate`; null where the database holds something already. */
async function preludeOf({project}: Workspace, source: pg.Client): Promise<Recipe | null> {
  const {prelude, root} = project
  return prelude.length > 0 && (await isEmptyDatabase(source)) ? {files: prelude, root} : null
}
