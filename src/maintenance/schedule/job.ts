/** A run of maintenance that something starts again and again. */
export type Job = {
  readonly schedule: 'daily' | 'weekly' | 'monthly'
  /** Five fields, as crontab(5) has them. */
  readonly cron: string
  readonly database: string
}

/** Where the jobs run, and by what. */
export type Place = {
  /** The project's folder, absolute. */
  readonly root: string
  /** The program and its first arguments: `['/usr/bin/node', '/usr/bin/pgplumb']`. */
  readonly launcher: readonly string[]
}

/** `maintain run daily --database prod`. */
export const argumentsOf = ({schedule, database}: Job): readonly string[] => [
  'maintain',
  'run',
  schedule,
  '--database',
  database,
]

/** For a shell: in quotes where it has to be. */
export const quoteShell = (word: string): string =>
  /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/** The same from run to run for a project, and no other's. */
export const nameOf = (root: string): string =>
  `pgplumb-${
    root
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/[^\w-]+/g, '-') ?? ''
  }`
