import {readdirSync, readFileSync} from 'node:fs'
import type {Address} from '../../../src/postgres/address.ts'
import {withConnection} from '../../../src/postgres/connect.ts'
import type {PgDumpChoice} from '../../../src/postgres/pg-dump/choice.ts'
import {quoteIdent} from '../../../src/postgres/quote.ts'
import {readDatabase} from '../../../src/schema/read.ts'
import {converge} from '../../support/converge.ts'
import {withScratch} from '../../support/scratch.ts'

/** A folder of test/schema/cases. Its SQL runs with a schema of the case's name first in the search_path. */
export type Case = {
  readonly name: string
  readonly actual: string
  readonly expected: string
  /** Run in actual before: what it holds. */
  readonly rows: string
  /** A query whose result is the same before and after. */
  readonly keep: string
  /** `-- alone`: it has objects outside its schema that others would meet. */
  readonly alone: boolean
  /** `-- one way`: PostgreSQL has no way back. */
  readonly oneWay: boolean
}

const FOLDER = new URL('../cases/', import.meta.url)

export const cases: readonly Case[] = readdirSync(FOLDER)
  .sort()
  .map((name) => {
    const read = (file: string): string => readFileSync(new URL(`${name}/${file}.sql`, FOLDER), 'utf8')
    const files = new Set(readdirSync(new URL(name, FOLDER)))
    const [actual, expected] = [read('actual'), read('expected')]
    const optional = (file: string): string => (files.has(`${file}.sql`) ? read(file) : '')
    const says = (word: string): boolean => `${actual}${expected}`.includes(`-- ${word}\n`)
    return {
      name,
      actual,
      expected,
      rows: optional('rows'),
      keep: optional('keep'),
      alone: says('alone'),
      oneWay: says('one way'),
    }
  })

export const within = ({name}: Case, sql: string): string => `SET search_path = ${quoteIdent(name)}, public;\n${sql};\n`
export const script = (group: readonly Case[], side: 'actual' | 'expected'): string =>
  group.map((one) => `CREATE SCHEMA ${quoteIdent(one.name)};\n${within(one, one[side])}`).join('')

/**
 * Plans a group of cases as one database, there and back, online and not: every plan converges, is empty when made
 * again, and keeps the rows.
 */
export const prove = (group: readonly Case[], pgDump: PgDumpChoice): Promise<void> =>
  withScratch(script(group, 'expected'), (target) =>
    withScratch(script(group, 'actual') + group.map((one) => within(one, one.rows)).join(''), async (database) => {
      const [actual, expected] = [await readDatabase(database, {pgDump}), await readDatabase(target, {pgDump})]
      const before = await keptRows(database, group)
      const way = group.some(({oneWay}) => oneWay) ? [true] : [true, false]
      let now = actual
      for (const online of way)
        for (const there of way) {
          try {
            now = await converge(database, now, there ? expected : actual, {pgDump, online})
            const after = await keptRows(database, group)
            if (after !== before) throw new Error(`rows were not kept:\n  before ${before}\n  after ${after}`)
          } catch (error) {
            const said = error instanceof Error ? error.message : String(error)
            throw new Error(`${there ? 'there' : 'back'}${online ? ', online' : ''}: ${said}`, {cause: error})
          }
        }
    }),
  )

const keptRows = (database: Address, group: readonly Case[]): Promise<string> =>
  withConnection(database, async (client) => {
    const kept: [string, unknown][] = []
    for (const one of group)
      if (one.keep) {
        await client.query(within(one, ''))
        kept.push([one.name, (await client.query(one.keep)).rows])
      }
    return JSON.stringify(kept)
  })
