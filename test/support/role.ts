import {randomBytes} from 'node:crypto'
import {onTestFinished} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent} from '../../src/postgres/quote.ts'
import {testServer} from './database.ts'

/**
 * A role of the test's own, dropped when the test ends. Create it before the database whose objects it owns or may
 * use: what is created last is dropped first.
 */
export async function createRole(attributes = 'LOGIN'): Promise<string> {
  const name = `role_${randomBytes(6).toString('hex')}`
  await withConnection(testServer(), (client) => client.query(`CREATE ROLE ${quoteIdent(name)} ${attributes}`))
  onTestFinished(() =>
    withConnection(testServer(), async (client) => {
      await client.query(`DROP ROLE IF EXISTS ${quoteIdent(name)}`)
    }),
  )
  return name
}
