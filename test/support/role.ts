import {randomBytes} from 'node:crypto'
import {onTestFinished} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {quoteIdent, quoteLiteral} from '../../src/postgres/quote.ts'
import {testServer} from './database.ts'

/**
 * A role of the test's own, dropped when the test ends. Its password is the superuser's: `{...address, user: role}`
 * signs in. Create it before the database whose objects it owns or may
 * use: what is created last is dropped first.
 */
export async function createRole(
  attributes = 'LOGIN',
  name = `role_${randomBytes(6).toString('hex')}`,
): Promise<string> {
  const {password} = testServer()
  const secret = password === undefined ? '' : ` PASSWORD ${quoteLiteral(password)}`
  await withConnection(testServer(), (client) => client.query(`CREATE ROLE ${quoteIdent(name)} ${attributes}${secret}`))
  onTestFinished(() =>
    withConnection(testServer(), async (client) => {
      await client.query(`DROP ROLE IF EXISTS ${quoteIdent(name)}`)
    }),
  )
  return name
}
