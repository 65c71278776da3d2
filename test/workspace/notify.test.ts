import {readFileSync} from 'node:fs'
import {createServer} from 'node:http'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {expect, onTestFinished, test} from 'vitest'
import {registerSecret} from '../../src/redact.ts'
import {notify} from '../../src/workspace/notify.ts'
import {temporaryFolder} from '../support/folder.ts'

const here = {cwd: process.cwd(), env: process.env}

test('a command gets JSON on its input, without secrets', async () => {
  registerSecret('hunter2-hunter2')
  const cwd = temporaryFolder()
  const settings = {on: 'always', command: 'cat > told.json', webhook: null} as const
  expect(await notify(settings, {error: 'no hunter2-hunter2 at postgres://a:b0b@c/d'}, {...here, cwd})).toEqual([])
  expect(JSON.parse(readFileSync(join(cwd, 'told.json'), 'utf8'))).toEqual({error: 'no *** at postgres://a:***@c/d'})
  expect(await notify({...settings, command: 'echo "no mail" >&2; exit 3'}, {}, here)).toEqual([
    'the notification command ended with 3: no mail',
  ])
})

test('a webhook is posted to; where it cannot be, its host is named and not its path', async () => {
  const bodies: string[] = []
  let status = 204
  const server = createServer(async (request, response) => {
    bodies.push(`${request.method} ${request.url} ${await text(request)}`)
    response.writeHead(status).end()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const settings = {on: 'always', command: null, webhook: `http://127.0.0.1:${port}/secret-path`} as const
  expect(await notify(settings, {done: 1}, here)).toEqual([])
  expect(bodies).toEqual(['POST /secret-path {"done":1}'])
  status = 500
  expect(await notify(settings, {}, here)).toEqual([`the webhook at 127.0.0.1:${port} answered 500`])
  expect(await notify({...settings, webhook: 'http://127.0.0.1:1/secret-path'}, {}, here)).toEqual([
    expect.stringMatching(/^the webhook at 127\.0\.0\.1:1 cannot be reached: /),
  ])
  const variable = ['$', '{HOOK_HOST}'].join('')
  expect(await notify({...settings, webhook: `https://${variable}/x`}, {}, here)).toEqual([
    `the webhook https://${variable}/x is not known: set that variable`,
  ])
})
