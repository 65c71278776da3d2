import {expect, test} from 'vitest'
import {Failure} from '../../src/failure.ts'
import {connect} from '../../src/postgres/connect.ts'
import {createDatabase, session, testServer} from '../support/database.ts'

test('a session answers', async () => {
  const client = await session(await createDatabase('CREATE TABLE t (id int)'))
  const {rows} = await client.query("SELECT count(*)::int AS n FROM pg_class WHERE relname = 't'")
  expect(rows).toEqual([{n: 1}])
})

test('an unreachable server says where and what to do', async () => {
  const error = await connect({...testServer(), port: 1}).catch((error) => error)
  expect(error).toBeInstanceOf(Failure)
  expect(error).toMatchObject({code: 'no_connection', hint: expect.stringContaining('pgplumb start')})
})

test('a database that does not exist is named', async () => {
  const error = await connect({...testServer(), database: 'nowhere'}).catch((error) => error)
  expect(error).toMatchObject({code: 'no_database', message: expect.stringContaining('"nowhere"')})
})
