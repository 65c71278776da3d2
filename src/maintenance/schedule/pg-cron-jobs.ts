import type pg from 'pg'
import {array, date, object, parse, picklist, string} from 'valibot'
import {Failure} from '../../failure.ts'
import type {LastRun} from '../ledger.ts'
import {type CronJob, schedulingSql} from './pg-cron.ts'

const MINE = "jobname LIKE 'pgplumb %' AND database = current_database()"

/**
 * Makes the jobs, by the statements of `schedulingSql`, in the place of all that an earlier installation left.
 * @throws Failure `no_pg_cron`
 */
export async function installCronJobs(client: pg.Client, sql: string): Promise<void> {
  await requireCron(client)
  await client.query(`BEGIN; SELECT cron.unschedule(jobid) FROM cron.job WHERE ${MINE}; ${sql} COMMIT`)
}

/**
 * The jobs that are there, as the statements that would make them, in the order of `inOrder`; null where there are none.
 * @throws Failure `no_pg_cron`
 */
export async function installedCronJobs(client: pg.Client): Promise<string | null> {
  await requireCron(client)
  const {rows} = await client.query<CronJob>(
    `SELECT jobname AS name, schedule AS cron, command AS sql FROM cron.job WHERE ${MINE} AND active`,
  )
  return rows.length ? inOrder(schedulingSql(rows)) : null
}

/** The order in which jobs were made means nothing. */
export const inOrder = (sql: string): string => sql.split('\n').sort().join('\n')

const runs = array(
  object({schedule: string(), startedAt: date(), outcome: picklist(['running', 'done', 'failed', 'died'])}),
)

/**
 * When the jobs of each schedule ran last, as pg_cron records it; failed where one of them did.
 * @throws Failure `no_pg_cron`
 */
export async function lastCronRuns(client: pg.Client): Promise<readonly LastRun[]> {
  await requireCron(client)
  const {rows} = await client.query(
    `SELECT schedule, max(start_time) AS "startedAt",
            CASE WHEN bool_or(status = 'failed') THEN 'failed' WHEN bool_or(status <> 'succeeded') THEN 'running'
                 ELSE 'done' END AS outcome
       FROM (SELECT DISTINCT ON (j.jobid) split_part(j.jobname, ' ', 2) AS schedule, d.start_time, d.status
               FROM cron.job j JOIN cron.job_run_details d ON d.jobid = j.jobid
              WHERE j.jobname LIKE 'pgplumb %' AND j.database = current_database() AND d.start_time IS NOT NULL
              ORDER BY j.jobid, d.runid DESC) last
      GROUP BY schedule ORDER BY schedule`,
  )
  return parse(runs, rows)
}

async function requireCron(client: pg.Client): Promise<void> {
  const {rows} = await client.query<{there: boolean}>("SELECT to_regclass('cron.job') IS NOT NULL AS there")
  if (!rows[0]?.there)
    throw new Failure('no_pg_cron', 'this database has no pg_cron', {
      hint: `postgresql.conf: shared_preload_libraries = 'pg_cron' and cron.database_name = '${client.database}'; a restart; then CREATE EXTENSION pg_cron`,
    })
}
