import {quoteIdent, quoteLiteral} from '../../postgres/quote.ts'
import type {ExpiryRule} from '../expire/rule.ts'
import type {MaintenanceTask} from '../task.ts'
import type {Job} from './job.ts'

/** A job of pg_cron. */
export type CronJob = {readonly name: string; readonly cron: string; readonly sql: string}

/**
 * What SQL alone can do of the tasks, for servers where nothing else may run: it vacuums all, knows no window, and
 * holds back for nobody.
 */
export const cronJobs = (
  jobs: readonly Job[],
  tasks: Readonly<Record<Job['schedule'], readonly MaintenanceTask[]>>,
  rules: readonly ExpiryRule[],
): readonly CronJob[] =>
  jobs.flatMap(({schedule, cron}) =>
    tasks[schedule]
      .flatMap((task) =>
        statements(task, rules).map((sql, index) => ({name: `pgplumb ${schedule} ${task.task} ${index + 1}`, sql})),
      )
      .map((job, index) => ({name: job.name, cron: later(cron, index * APART), sql: job.sql})),
  )

/** Minutes between two jobs: each is a session of its own, and passes by what another has locked. */
const APART = 10

/** So many minutes later, where the job begins once a day at the most, and the day stays the same. */
function later(cron: string, minutes: number): string {
  const [, minute, hour, days] = /^(\d+) (\d+) (.*)$/.exec(cron) ?? []
  const start = Number(hour) * 60 + Number(minute) + minutes
  return start < 24 * 60 ? `${start % 60} ${Math.floor(start / 60)} ${days}` : cron
}

/** The statements that make the jobs; those of the same name are replaced. */
export const schedulingSql = (jobs: readonly CronJob[]): string =>
  jobs
    .map(
      ({name, cron, sql}) =>
        `SELECT cron.schedule(${quoteLiteral(name)}, ${quoteLiteral(cron)}, ${quoteLiteral(sql)});`,
    )
    .join('\n')

function statements({task, tables}: MaintenanceTask, rules: readonly ExpiryRule[]): string[] {
  const named = tables?.filter((table) => !table.includes('*')).map(quoteName) ?? []
  switch (task) {
    case 'vacuum':
      return [`VACUUM (ANALYZE, SKIP_LOCKED) ${named.join(', ')}`.trim()]
    case 'analyze':
      return [`ANALYZE (SKIP_LOCKED) ${named.join(', ')}`.trim()]
    case 'reindex':
      return named.map((table) => `REINDEX TABLE CONCURRENTLY ${table}`)
    case 'expire':
      return rules.filter(({table}) => !table.includes('*')).map(deletion)
    case 'repack':
    case 'health':
      return []
  }
}

const quoteName = (table: string): string => table.split('.').map(quoteIdent).join('.')

function deletion(rule: ExpiryRule): string {
  const table = quoteName(rule.table)
  if ('condition' in rule) return `DELETE FROM ${table} WHERE ${rule.condition}`
  const used = rule.used
    ? ` AND (${quoteIdent(rule.used.column)} IS NULL OR ${quoteIdent(rule.used.column)} < now() - interval ${quoteLiteral(rule.used.keep)})`
    : ''
  return `DELETE FROM ${table} WHERE ${quoteIdent(rule.column)} < now() - interval ${quoteLiteral(rule.retention)}${used}`
}
