import {existsSync} from 'node:fs'
import {chmod, mkdir, readdir, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {startServer} from '../../../../src/postgres/server/start.ts'
import {stopServer} from '../../../../src/postgres/server/stop.ts'
import {embeddedSpec} from '../../../support/embedded.ts'

test('data of another major version are kept, and named', async () => {
  const spec = await embeddedSpec()
  await startServer(spec, [])
  await stopServer(spec)
  await writeFile(join(spec.dataDir, 'data', 'PG_VERSION'), '14\n')
  await expect(startServer(spec, [])).rejects.toMatchObject({
    code: 'data_version',
    message: expect.stringMatching(/made by PostgreSQL 14, the embedded one is 18/),
    hint: expect.stringContaining(spec.dataDir),
  })
})

test('a full disk', async ({skip}) => {
  skip(!existsSync('/dev/full'), 'there is no /dev/full, which is always full')
  const spec = await embeddedSpec()
  await mkdir(spec.dataDir, {recursive: true})
  await symlink('/dev/full', join(spec.dataDir, 'passwords.json.new'))
  await expect(startServer(spec, [])).rejects.toMatchObject({
    code: 'disk_full',
    message: expect.stringContaining('no space left'),
  })
  expect((await readdir(spec.dataDir)).filter((name) => name.startsWith('data'))).toEqual([])
})

test('a folder where a file is in the way', async () => {
  const spec = await embeddedSpec()
  await writeFile(join(spec.dataDir, '..', '..', '.pgplumb'), '')
  await expect(startServer(spec, [])).rejects.toMatchObject({code: 'system_error'})
})

test('data whose rights were lost are refused with the reason', async () => {
  const spec = await embeddedSpec()
  await startServer(spec, [])
  await stopServer(spec)
  await chmod(join(spec.dataDir, 'data'), 0o777)
  await expect(startServer(spec, [])).rejects.toMatchObject({
    code: 'server_died',
    detail: expect.stringContaining('invalid permissions'),
  })
})
