import {migrationStatus} from '../migrations/index.ts'
import {pendingMigrations} from '../migrations/pending.ts'
import {copyRows} from '../migrations/rehearse/copy-rows.ts'
import {type Forecast, forecast} from '../migrations/rehearse/forecast.ts'
import {type Rehearsal, type RehearseOptions, rehearse as run} from '../migrations/rehearse/rehearse.ts'
import {withConnection} from '../postgres/connect.ts'
import {withClone} from './clone.ts'
import {migrationsOf} from './migrate.ts'
import {openDatabase} from './open.ts'
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
    const due = pendingMigrations(await migrationStatus(source, folder), {outOfOrder: true}).map((one) => one.migration)
    if (due.length === 0)
      return {
        statements: [],
        failure: null,
        database: name,
        files: 0,
        limit,
        sampled: [],
        forecast: {tables: [], connections: []},
      }
    const statements = due.map(({text}) => text)
    return withClone(workspace, opened, {purpose: 'rehearsal', statements}, async (clone) => {
      const copied =
        limit > 0
          ? await withConnection(clone, (target) => copyRows(source, target, limit))
          : {rows: new Map<string, number>(), sampled: []}
      const seen = await run(clone, due, options)
      const expected = await forecast(source, seen.statements, copied.rows)
      return {...seen, database: name, files: due.length, limit, sampled: copied.sampled, forecast: expected}
    })
  })
}
