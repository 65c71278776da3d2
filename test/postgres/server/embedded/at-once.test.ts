import {writeFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {withLock} from '../../../../src/postgres/server/embedded/lock.ts'
import {startServer} from '../../../../src/postgres/server/start.ts'
import {embeddedSpec, startElsewhere, temporaryDirectory} from '../../../support/embedded.ts'

test('two processes that start the same server get one server', async () => {
  const spec = await embeddedSpec()
  const results = await Promise.all([startElsewhere(spec), startElsewhere(spec), startElsewhere(spec)])
  const {pid} = await startServer(spec, [])
  expect(results.map((result) => Object(result).pid)).toEqual([pid, pid, pid])
  expect(results.filter((result) => Object(result).started)).toHaveLength(1)
})

test.each([
  ['a process that is gone', `999999999 ${hostname()} x\n`],
  ['a machine or container that is gone', '1 elsewhere x\n'],
])('a lock left behind by %s is broken', async (_, holder) => {
  const path = join(await temporaryDirectory(), 'lock')
  await writeFile(path, holder)
  expect(await withLock(path, {}, async () => 'done')).toBe('done')
})

test('under one lock the work is done one after the other', async () => {
  const path = join(await temporaryDirectory(), 'lock')
  await writeFile(path, `999999999 ${hostname()} x\n`)
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setTimeout(resolve, 5))
    inside--
  }
  await Promise.all(Array.from({length: 20}, () => withLock(path, {}, work)))
  expect(most).toBe(1)
})
