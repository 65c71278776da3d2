import type {Step} from '../plan.ts'
import type {Address} from '../postgres/address.ts'
import {withConnection} from '../postgres/connect.ts'
import {isServerError} from '../postgres/errors.ts'
import {collect, type Entry, type Schema} from './entry.ts'
import {isRoleEntry} from './plan/role.ts'
import {readRoles} from './read.ts'

/** A schema without what belongs to the server: a clone of the database has none of it. */
export const withoutRoles = (schema: Schema): Schema => ({
  ...schema,
  entries: new Map([...schema.entries].filter(([, entry]) => !isRoleEntry(entry))),
})

/**
 * Tries the steps about roles on the server itself, in a transaction that is rolled back, and reads what it then would
 * have. Returns what is in the way, or left; null: nothing.
 */
export const refusedRoles = (
  address: Address,
  steps: readonly Step[],
  {entries}: Pick<Schema, 'entries'>,
): Promise<string | null> =>
  withConnection(address, async (client) => {
    await client.query("BEGIN; SET LOCAL lock_timeout = '5s'")
    try {
      for (const {sql} of steps) await client.query(sql)
      const found = collect(await readRoles(client))
      const wanted = [...entries.values()].filter(isRoleEntry)
      const left = wanted.filter((entry) => !same(found, entry))
      const most = [...found.values()].filter(
        (entry) => isRoleEntry(entry) && !wanted.some(({type, tag}) => type === entry.type && tag === entry.tag),
      )
      const names = [...left, ...most].map(({type, tag}) => `${type.toLowerCase()} ${tag}`)
      return names.length ? `of the roles this is left: ${names.join(', ')}` : null
    } catch (error) {
      if (!isServerError(error)) throw error
      return `a step about roles failed: ${error.message}`
    } finally {
      await client.query('ROLLBACK')
    }
  })

const same = (found: ReadonlyMap<string, Entry>, entry: Entry): boolean =>
  [...found.values()].some(
    ({type, tag, text}) => type === entry.type && tag === entry.tag && text.trim() === entry.text.trim(),
  )
