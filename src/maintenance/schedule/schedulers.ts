/** What can start maintenance at its times. */
export const SCHEDULERS = ['crontab', 'systemd', 'kubernetes', 'github', 'pg_cron'] as const
export type Scheduler = (typeof SCHEDULERS)[number]
