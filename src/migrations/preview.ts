import type {Address} from '../postgres/address.ts'
import {isEmptyDatabase} from '../postgres/database.ts'
import {piecesTogether} from './apply-together.ts'
import {pieceOf, recording, type Settings, transactionPieces} from './apply-transaction.ts'
import {ours, type Piece} from './batch.ts'
import type {Folder, Migration} from './files.ts'
import {historyDdl} from './history-table.ts'
import {pendingMigrations} from './pending.ts'
import type {UpOptions} from './run.ts'
import {NO_VERDICTS} from './segments.ts'
import {settingsOf, withMigrationClient} from './session.ts'
import {migrationStatus} from './status.ts'
import {prepare, segmentsOf, type Work} from './work.ts'

export type FilePreview = {
  readonly migration: Migration
  /** What `up` would send, as psql can run it. */
  readonly sql: string
  /** Whether all of it is one transaction. */
  readonly transactional: boolean
}

export type Preview = {
  /** The files that come before all, where the database is empty. */
  readonly prelude: readonly string[]
  /** What makes the history table, or brings it up to date; as a rule, nothing. */
  readonly history: string
  readonly files: readonly FilePreview[]
}

/** What `up` would run, in order, without running or locking anything. It fails where `up` would refuse to begin. */
export function preview(address: Address, folder: Folder, options: UpOptions = {}): Promise<Preview> {
  return withMigrationClient(address, async (client) => {
    const settings = settingsOf(options)
    const due = pendingMigrations(await migrationStatus(client, folder, settings.table), options)
    const history = (await historyDdl(client, settings.table)).map((sql) => printed(ours(sql))).join('\n')
    const prelude = due.length > 0 && options.prelude && (await isEmptyDatabase(client)) ? options.prelude.files : []
    const files: FilePreview[] = []
    const [last] = due.slice(-1)
    if (options.singleTransaction && last) {
      const pieces = await piecesTogether(settings, due, options.variables ?? {})
      const sql = pieces.map(printed).join('\n')
      return {prelude, history, files: [{migration: last.migration, sql, transactional: true}]}
    }
    for (const {migration, row} of due)
      files.push(await previewOf(settings, await prepare(migration, row, migration, options.variables ?? {})))
    return {prelude, history, files}
  })
}

async function previewOf(settings: Settings, work: Work): Promise<FilePreview> {
  const pieces: Piece[] = []
  const segments = segmentsOf(work, work.done, NO_VERDICTS)
  for (const segment of segments) {
    if (segment.transactional) pieces.push(...(await transactionPieces(settings, work, segment)))
    else {
      const record = await recording(settings, work, segment.next, null)
      pieces.push(...segment.statements.map(pieceOf), ours('BEGIN'), ...record, ours('COMMIT'))
    }
  }
  return {
    migration: work.migration,
    sql: pieces.map(printed).join('\n'),
    transactional: segments.every((segment) => segment.transactional),
  }
}

function printed({sql, script}: Piece): string {
  if (script === null) return `${sql};`
  // A comment may be the last thing in the file.
  const statement = script.terminated ? sql : `${sql}\n;`
  return script.kind === 'copy' ? `${statement}\n${script.data}\\.\n` : statement
}
