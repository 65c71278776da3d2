import {expect, test} from 'vitest'
import {createDatabase, session} from '../support/database.ts'
import {cuttable, transactionPooler} from './proxy.ts'
import {migrate, rejection, rows} from './support.ts'

const FILES = {'001_a.sql': 'CREATE TABLE a ()'}

test.each([1, 3])('a transaction pooler of %i backends is refused, and no lock is left behind', async (size) => {
  const address = await createDatabase()
  const pooled = await transactionPooler(address, size + 1)
  expect(await rejection(migrate(pooled, FILES))).toMatchObject({
    code: 'transaction_pooler',
    hint: expect.stringContaining('session mode'),
  })
  expect(
    await rows(
      await session(address),
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    ),
  ).toEqual([])
})

test('a proxy that gives each client a backend is none', async () => {
  const {address} = await cuttable(await createDatabase())
  expect(await migrate(address, FILES)).toEqual(['001'])
})
