import {readFile} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'

/** Where a path under `sql/` is, whether we run from source or from the bundle: `sqlPath('rules/indexes')`. */
export const sqlPath = (path: string): string => fileURLToPath(import.meta.resolve(`#sql/${path}`))

/** The text of a file under `sql/`. */
export const readSql = (path: string): Promise<string> => readFile(sqlPath(path), 'utf8')
