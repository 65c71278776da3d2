import {spawnSync} from 'node:child_process'
import {chmodSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {expect, onTestFinished, test, vi} from 'vitest'
import {freePort} from '../support/free-port.ts'
import {needs} from '../support/needs.ts'
import {projectOf} from '../support/project.ts'

vi.setConfig({testTimeout: 120_000})

const mount = (...args: readonly string[]): boolean => spawnSync('mount', args).status === 0

/** As root on Linux, outside of a container that forbids it. */
const mayMount = (): boolean => spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

needs(mayMount(), 'no file system can be mounted here')

/** A project whose server has so much room, in MB. */
async function projectWithin(megabytes: number) {
  const project = projectOf({
    'pgplumb.yaml': `databases: {dev: {server: embedded, port: ${await freePort()}, database: small}}`,
    'sql/schema.sql': 'CREATE TABLE a (n int PRIMARY KEY, t text);\n',
  })
  // The server of root is another user, who must reach its data here.
  chmodSync(project.root, 0o755)
  const data = join(project.root, '.pgplumb')
  mkdirSync(data)
  mount('-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', data)
  onTestFinished(async () => {
    await project.run('stop')
    spawnSync('umount', ['-l', data])
  })
  return {...project, makeRoom: () => mount('-o', 'remount,size=1g', data)}
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ')

test('a table that the disk has no room for: the place, and nothing is left of it', async () => {
  const {run, write} = await projectWithin(150)
  expect(await run('start')).toMatchObject({code: 0})
  expect(await run('reset', '--yes')).toMatchObject({code: 0})
  write(
    'sql/seeds.sql',
    '\nCREATE UNLOGGED TABLE big AS SELECT repeat(md5(n::text), 32) FROM generate_series(1, 300000) n;\n',
  )
  const {code, stdout, stderr} = await run('reset', '--yes')
  expect({code, stdout}).toEqual({code: 2, stdout: ''})
  expect(flat(stderr)).toMatch(/could not extend file .*: No space left on device .*sql\/seeds\.sql:2/)
  expect(await run('drift')).toMatchObject({code: 0})
  expect(flat((await run('status')).stdout)).toContain('true to the master schema')
})

test('a log that the disk has no room for ends the server: its last words are told, and with room it goes on', async () => {
  const {run, write, makeRoom} = await projectWithin(110)
  expect(await run('start')).toMatchObject({code: 0})
  expect(await run('reset', '--yes')).toMatchObject({code: 0})
  write('sql/seeds.sql', 'INSERT INTO a SELECT n, repeat(md5(n::text), 20) FROM generate_series(1, 300000) n;\n')
  const {code, stdout, stderr} = await run('reset', '--yes')
  expect({code, stdout}).toEqual({code: 2, stdout: ''})
  expect(flat(stderr)).toMatch(/(No space left on device|the connection broke: .*) sql\/seeds\.sql:1:1 /)
  expect(flat((await run('status')).stdout)).toMatch(/not reachable: .* its server ended: .*No space left on device/)
  expect(flat((await run('start')).stderr)).toContain('no space left on the disk for the server')
  expect(makeRoom()).toBe(true)
  expect(await run('start')).toMatchObject({code: 0})
  expect(await run('drift')).toMatchObject({code: 0})
  expect(await run('reset', '--yes')).toMatchObject({code: 0})
})
