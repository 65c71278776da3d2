import {describe, expect, onTestFinished, test} from 'vitest'
import {withConnection} from '../../src/postgres/connect.ts'
import {startServer} from '../../src/postgres/server/start.ts'
import {loadProject} from '../../src/project/load.ts'
import {drift} from '../../src/workspace/drift.ts'
import {containerSpec, hasEngine, removeContainer} from '../support/docker.ts'
import {temporaryFolder} from '../support/folder.ts'

const login = {user: 'dev', password: 'secret', database: 'app'}

/** A container with a database `app`, and its lines in the config. */
async function app(name: string, sql: string): Promise<string> {
  const spec = await containerSpec()
  onTestFinished(() => removeContainer(spec))
  await startServer(spec, [login])
  const address = {...login, host: '127.0.0.1', port: spec.port, tls: {mode: 'disable'}} as const
  await withConnection(address, (client) => client.query(sql))
  return `  ${name}: {server: docker, container: ${spec.container}, image: "${spec.image}", port: ${spec.port},
    settings: {fsync: "off"}, database: app, user: dev, password: secret}\n`
}

describe.skipIf(!hasEngine)('with an engine', {timeout: 180_000}, () => {
  test('databases of one name in two containers are compared, not one of them with itself', async () => {
    const table = 'CREATE TABLE users (id int)'
    const [one, two] = [await app('one', table), await app('two', `${table}; CREATE TABLE extra ()`)]
    const cwd = temporaryFolder({'pgplumb.yaml': `databases:\n${one}${two}`, 'sql/schema.sql': `${table};\n`})
    // Without a PATH the pg_dump in the container is one to be considered.
    const workspace = {project: await loadProject({cwd, env: {HOME: cwd}}), env: {}}
    expect(await drift(workspace, 'two', 'one')).toMatchObject({
      changes: [{kind: 'table', identity: 'public.extra', change: 'extra'}],
    })
    expect(await drift(workspace, 'one')).toMatchObject({drifted: false, changes: []})
    expect(await drift(workspace, 'two')).toMatchObject({drifted: true})
  })
})
