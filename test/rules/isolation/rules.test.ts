import {expect, test} from 'vitest'
import {createWorld} from './world.ts'

test('a membership in the owner is found for every table, and taken away by the cure', async () => {
  const {client, app, owner, check} = await createWorld()
  await client.query(`GRANT ${owner} TO ${app}`)
  const {findings} = await check()
  expect(findings.map(({rule, object}) => `${rule} ${object?.identity}`)).toEqual([
    'partition-without-rls public.events_2026',
    'rls-bypass-owner public.events',
    'rls-bypass-owner public.notes',
  ])
  await client.query(findings[1]?.sql ?? '')
  expect((await check()).findings).toEqual([])
})
