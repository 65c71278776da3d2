import {expect, test} from 'vitest'
import {withConnection} from '../../../../src/postgres/connect.ts'
import {startServer} from '../../../../src/postgres/server/start.ts'
import {stopServer} from '../../../../src/postgres/server/stop.ts'
import {addressOf, embeddedSpec} from '../../../support/embedded.ts'

const dev = {user: 'dev', password: 'secret', database: 'dev'}

test('settings reach the server whatever characters they have; changed ones are loaded, or named as pending', async () => {
  const first = await embeddedSpec({settings: {'app.motto': `it's C:\\new "x"`, work_mem: '7MB'}})
  const show = (name: string) =>
    withConnection(addressOf(first, 'dev', 'secret', 'dev'), async (client) => {
      const {rows} = await client.query('SELECT current_setting($1) AS value', [name])
      return rows[0].value
    })
  await startServer(first, [dev])
  expect(await show('app.motto')).toBe(`it's C:\\new "x"`)
  expect(await show('work_mem')).toBe('7MB')

  const second = {...first, settings: {work_mem: '9MB', max_connections: '50'}}
  expect(await startServer(second, [dev])).toMatchObject({started: false, pendingRestart: ['max_connections']})
  expect(await show('work_mem')).toBe('9MB')
  await stopServer(second)
  await startServer(second, [dev])
  expect(await show('max_connections')).toBe('50')
})

test.each([{port: '1'}, {HBA_FILE: '/tmp/x'}, {'work mem': '1'}, {work_mem: "1'\ninclude '/etc/passwd"}])(
  'a setting that is not the user’s, or could not be written: %o',
  async (settings: Record<string, string>) => {
    const spec = await embeddedSpec({settings})
    await expect(startServer(spec, [])).rejects.toMatchObject({code: 'bad_setting'})
  },
)
