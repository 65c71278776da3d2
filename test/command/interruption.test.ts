import {setTimeout} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {asFailure, interrupted} from '../../src/command/as-failure.ts'
import {Failure} from '../../src/failure.ts'

test('work that was aborted says only that it was', async () => {
  const error = await setTimeout(1000, undefined, {signal: AbortSignal.abort()}).catch((error) => error)
  expect(interrupted(asFailure(error))).toMatchObject({code: 'interrupted', message: 'interrupted'})
})

test('work that says what was done is quoted', () => {
  expect(interrupted(new Failure('sql_error', 'rolled back 003_users.sql', {detail: '002 was applied'}))).toMatchObject(
    {
      code: 'interrupted',
      message: 'interrupted: rolled back 003_users.sql',
      detail: '002 was applied',
    },
  )
})
