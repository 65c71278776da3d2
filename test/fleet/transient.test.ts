import {expect, test} from 'vitest'
import {Failure} from '../../src/failure.ts'
import {isTransient} from '../../src/fleet/transient.ts'
import {createDatabase, session} from '../support/database.ts'

const failureOf = (cause: unknown) => new Failure('failed', 'it failed', {cause})

test('what may go better in a while, as the server itself says it', async () => {
  const address = await createDatabase('CREATE TABLE t (i int)')
  const [holder, waiter] = [await session(address), await session(address)]
  await holder.query('BEGIN; LOCK TABLE t')
  const timeout: unknown = await waiter.query("SET lock_timeout = '10ms'; SELECT * FROM t").catch((error) => error)
  expect([timeout, failureOf(timeout), failureOf(failureOf(timeout))].map(isTransient)).toEqual([true, true, true])
  const wrong: unknown = await waiter.query('SELECT nothing').catch((error) => error)
  expect([wrong, failureOf(wrong), new Error('no'), null].map(isTransient)).toEqual([false, false, false, false])
  const {rows} = await waiter.query('SELECT pg_backend_pid() AS pid')
  const ended = waiter.query('SELECT pg_sleep(600)').catch((error: unknown) => error)
  await holder.query('SELECT pg_terminate_backend($1)', [rows[0].pid])
  expect(isTransient(await ended)).toBe(true)
  expect(isTransient(new Failure('no_connection', 'cannot reach it'))).toBe(true)
  expect(isTransient(new Failure('edited_migration', 'changed'))).toBe(false)
})
