import {randomBytes} from 'node:crypto'
import {onTestFinished} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent, quoteLiteral} from '../../src/postgres/quote.ts'
import {testServer} from './database.ts'

/**
 * A role of the test's own, dropped when the test ends. Create it before the database whose objects it owns or may
 * use: what is created last is dropped first.
 */
export async function createRole(attributes = 'LOGIN', prefix = 'role'): Promise<string> {
  const name = `${prefix}_${randomBytes(6).toString('hex')}`
  // The superuser's password, so that `{...address, user: role}` signs in on a server that asks for one.
  const {password} = testServer()
  const secret = password === undefined ? '' : `PASSWORD ${quoteLiteral(password)}`
  await withConnection(testServer(), (client) =>
    client.query(`CREATE ROLE ${quoteIdent(name)} ${attributes} ${secret}`),
  )
  onTestFinished(() =>
    withConnection(testServer(), async (client) => {
      await client.query(`DROP ROLE IF EXISTS ${quoteIdent(name)}`)
    }),
  )
  return name
}
