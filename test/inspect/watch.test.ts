import {readdirSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {createDatabase, session} from '../support/database.ts'
import {outcome} from '../support/process.ts'
import {projectOf, urlWithPassword} from '../support/project.ts'

const names = readdirSync('commands/inspect').map((file) => file.replace(/\.ts$/, ''))

test.for(names)('inspect %s can be watched, and given up', async (name) => {
  const {default: command} = await import(`../../commands/inspect/${name}.ts`)
  expect(Object.keys(command.flags)).toEqual(expect.arrayContaining(['watch', 'timeout']))
})

test('--watch looks again and again until it is ended', async () => {
  const address = await createDatabase()
  const {start} = projectOf({'pgplumb.yaml': `databases: {dev: {url: ${JSON.stringify(urlWithPassword(address))}}}`})
  const other = await session(address)
  await other.query("SET application_name = 'first'")
  const child = start('inspect', 'connections', '--watch', '1', '--json')
  let said = ''
  child.stdout?.on('data', (text) => {
    said += text
  })
  const ended = outcome(child)
  const until = async (word: string) => {
    while (!said.includes(word)) await sleep(50)
  }
  await until('"first"')
  await other.query("SET application_name = 'second'")
  await until('"second"')
  child.kill('SIGINT')
  expect((await ended).code).toBe(130)
  for (const line of said.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({database: 'dev'})
}, 60_000)
