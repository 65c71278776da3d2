import type {Difference} from '../schema/difference.ts'
import {patternOf} from './rewrite/references.ts'

/** What `CREATE TABLE … (LIKE template.… INCLUDING ALL)` does not copy, or copies wrongly. */
export type LikeMade = {
  /** Columns whose default draws from a sequence of the template. */
  readonly columns: number
  /** Foreign keys that are missing. */
  readonly foreignKeys: number
}

/**
 * Whether a tenant's tables were made by LIKE: its columns draw their numbers from the template's sequences, which all
 * such tenants share. Null where none does. The parser must be loaded.
 */
export function likeMade(differences: readonly Difference[], template: string): LikeMade | null {
  const columns = differences
    .flatMap(({actual}) => actual)
    .filter(({type, text}) => (type === 'TABLE' || type === 'DEFAULT') && text.includes('nextval('))
    .reduce((sum, {text}) => sum + sharedSequences(text, template), 0)
  if (columns === 0) return null
  const foreignKeys = differences
    .filter(({actual}) => actual.length === 0)
    .flatMap(({expected}) => expected)
    .filter(({type}) => type === 'FK CONSTRAINT').length
  return {columns, foreignKeys}
}

/** `nextval('template.users_id_seq'::regclass)`, however the name is quoted. */
function sharedSequences(text: string, template: string): number {
  const pattern = patternOf(text, template)
  return pattern.filter((part, index) => {
    const before = pattern[index - 1]
    return typeof part !== 'string' && typeof before === 'string' && /nextval\(E?'$/.test(before)
  }).length
}

/** In plain words. */
export const explainLike = ({columns, foreignKeys}: LikeMade, template: string): string =>
  `made by CREATE TABLE … (LIKE ${template}.… INCLUDING ALL), which copies no foreign keys (${foreignKeys} missing here) and leaves ${columns} ${columns === 1 ? 'column' : 'columns'} drawing numbers from the sequences of ${template}, which all such tenants then share. pgplumb tenant plan NAME prints what mends it, with the rows in place`
