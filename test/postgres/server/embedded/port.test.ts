import {createServer} from 'node:net'
import {expect, onTestFinished, test} from 'vitest'
import {startServer} from '../../../../src/postgres/server/start.ts'
import {serverState} from '../../../../src/postgres/server/state.ts'
import {embeddedSpec} from '../../../support/embedded.ts'

const onLinux = process.platform === 'linux'

test.each(['127.0.0.1', '0.0.0.0'])('a port that a program holds on %s: who it is, and a free one', async (host) => {
  const spec = await embeddedSpec()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(spec.port, host, resolve))
  onTestFinished(() => {
    server.close()
  })
  const holder = onLinux ? `process ${process.pid} (node)` : 'another program'
  await expect(startServer(spec, [])).rejects.toMatchObject({
    code: 'port_in_use',
    message: `port ${spec.port} is in use by ${holder}`,
    hint: expect.stringMatching(/\(\d+ is free\)/),
  })
  expect(await serverState(spec)).toMatchObject({state: 'foreign', reason: holder})
})

test("a port that another project's server holds: where its data are", async () => {
  const theirs = await embeddedSpec()
  await startServer(theirs, [])
  const ours = await embeddedSpec({port: theirs.port})
  await expect(startServer(ours, [])).rejects.toMatchObject({
    code: 'port_in_use',
    message: expect.stringContaining(onLinux ? theirs.dataDir : 'another program'),
  })
})

test('the same server on another port has to be stopped first', async () => {
  const spec = await embeddedSpec()
  await startServer(spec, [])
  const {port} = await embeddedSpec()
  await expect(startServer({...spec, port}, [])).rejects.toMatchObject({
    code: 'server_elsewhere',
    message: expect.stringContaining(`runs on port ${spec.port}, not ${port}`),
  })
})
