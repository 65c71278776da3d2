import type {Folder} from '../migrations/files.ts'
import {quoteLiteral} from '../postgres/quote.ts'
import type {Workspace} from '../workspace/workspace.ts'
import type {BaseCommand} from './base.ts'
import {tellMigration} from './migration-events.ts'
import {note, print, printExact, printJson} from './output.ts'
import {placeholders} from './placeholders.ts'
import {protectedName} from './protected-name.ts'

export type UpFlags = {
  readonly to?: string | undefined
  readonly 'lock-wait': number
  readonly 'lock-timeout': number
  readonly placeholders?: readonly string[] | undefined
  readonly 'single-transaction': boolean
  readonly 'dry-run': boolean
  readonly 'allow-out-of-order': boolean
  readonly yes: boolean
  readonly confirm?: string | undefined
}

/** What a command offers to a helper that does its work. */
export type Host = {
  readonly json: boolean
  readonly version: string
  /** The migrations, where they were read already. */
  readonly folder?: Folder
  readonly confirm: (question: string, protectedName: string) => Promise<void>
  readonly progress: BaseCommand['progress']
}

/** `migrate` and `migrate up`: runs what is pending, in each database in turn. */
export async function migrate(
  workspace: Workspace,
  names: readonly string[],
  flags: UpFlags,
  host: Host,
): Promise<void> {
  const {migrateUp, previewUp} = await import('../workspace/migrate.ts')
  const which = {
    ...(flags.to === undefined ? {} : {to: flags.to}),
    outOfOrder: flags['allow-out-of-order'],
    variables: placeholders(flags.placeholders),
    singleTransaction: flags['single-transaction'],
  }
  if (flags['dry-run']) {
    const previews = []
    for (const name of names) previews.push({database: name, ...(await previewUp(workspace, name, which))})
    if (host.json)
      return printJson({
        databases: previews.map(({database, prelude, files}) => ({
          database,
          prelude,
          files: files.map(({migration, sql}) => ({version: migration.version, file: migration.path, sql})),
        })),
      })
    for (const {database, prelude, history, files} of previews) {
      note(`${database}: ${files.length} pending`)
      for (const file of prelude) printExact(`\\i ${quoteLiteral(file)}`)
      for (const sql of [history, ...files.map((file) => file.sql)].filter(Boolean)) printExact(sql)
    }
    return
  }
  for (const name of names) {
    const asked = await protectedName(workspace, name)
    if (asked !== undefined) await host.confirm(`Run migrations in the protected database ${name}?`, asked)
  }
  const ran = await host.progress(
    names.map((name) => ({
      title: `migrate ${name}`,
      run: (update) =>
        migrateUp(workspace, name, {
          ...which,
          lockWait: flags['lock-wait'] * 1000,
          lockTimeout: flags['lock-timeout'],
          toolVersion: host.version,
          ...(host.folder ? {folder: host.folder} : {}),
          onEvent: (event) => tellMigration(event, update),
        }),
    })),
  )
  const {duration} = await import('../report/amounts.ts')
  const rows = names.map((database, index) => ({
    database,
    ran: (ran[index] ?? []).map(({migration, duration}) => ({
      version: migration.version,
      name: migration.name,
      file: migration.path,
      duration_ms: Math.round(duration),
    })),
  }))
  if (host.json) return printJson({databases: rows})
  for (const {database, ran: files} of rows) {
    if (!files.length) print(`${database}: nothing to do`)
    else print(files.map(({file, duration_ms}) => `${database}: ${file} (${duration(duration_ms)})`).join('\n'))
  }
}
