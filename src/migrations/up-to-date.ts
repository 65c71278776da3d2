import {hash} from 'node:crypto'
import type pg from 'pg'
import type {Folder} from './files.ts'
import {type HistoryTable, historyName} from './history.ts'

/**
 * Whether the history says of exactly these files, with exactly these texts, that they are in effect: then there is
 * nothing to do. One query with one small answer. False where that is not so plain; `up` finds out.
 */
export async function isPlainlyUpToDate(client: pg.Client, folder: Folder, table: HistoryTable): Promise<boolean> {
  const rows = [...folder.versioned, ...folder.repeatable].map((file) => `${file.version} ${file.textChecksum}`).sort()
  try {
    const {rows: found} = await client.query<{digest: string | null}>(
      `SELECT md5(string_agg(line, E'\\n' ORDER BY line COLLATE "C")) AS digest FROM (
         SELECT CASE WHEN applied_at IS NULL OR undoing THEN '' ELSE version || ' ' || text_checksum END AS line
           FROM ${historyName(table)}) AS history`,
    )
    return found[0]?.digest === hash('md5', rows.join('\n'))
  } catch {
    // There is no such table, or it is another tool's.
    return false
  }
}
