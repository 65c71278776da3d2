import {quoteLiteral} from '../../postgres/quote.ts'
import type {Entry} from '../entry.ts'

/** SQL has no word for the current database in ALTER DATABASE and ALTER ROLE: its name is put in where it runs. */
function named(sql: string): string {
  const match = /^(ALTER DATABASE|ALTER ROLE .*? IN DATABASE) CURRENT (.*)$/s.exec(sql)
  if (!match) return sql
  const statement = `pg_catalog.format(${quoteLiteral(`${match[1]?.replaceAll('%', '%%')} %I `)}, pg_catalog.current_database())`
  return `DO ${quoteLiteral(`BEGIN EXECUTE ${statement} || ${quoteLiteral(match[2] ?? '')}; END`)}`
}

export const settingSql = (entry: Entry): string => named(entry.text)

export const resetSql = (entry: Entry): string => named(entry.text.replace(/ SET (\S+) = .*$/s, ' RESET $1'))
