/** A session that is in the way. */
export type Holder = {
  readonly pid: number
  readonly application: string
  readonly user: string
  /** What it runs, or ran last; its beginning. */
  readonly query: string
  /** How long its transaction, or else its session, has lasted; seconds. */
  readonly age: number
}

export const describeHolder = ({pid, application, user, query, age}: Holder): string =>
  `pid ${pid} (${application || 'unnamed'}, user ${user}, for ${Math.round(age)} s): ${query.replaceAll(/\s+/g, ' ')}`

/** Of `pg_stat_activity a`. */
export const HOLDER_COLUMNS = `a.pid, coalesce(a.application_name, '') AS application, coalesce(a.usename, '') AS "user",
  left(coalesce(a.query, ''), 200) AS query,
  extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.backend_start, now()))::float8 AS age`
