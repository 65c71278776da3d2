import {chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {choosePgDump} from '../../../src/postgres/pg-dump/choose.ts'
import {pgDumpVersions} from '../../../src/postgres/pg-dump/versions.ts'

/** Folders with programs that say their version and do nothing else. */
async function folders(versions: {readonly [folder: string]: string}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'pgplumb-choose-'))
  onTestFinished(() => rm(root, {recursive: true}))
  for (const [folder, version] of Object.entries(versions)) {
    await mkdir(join(root, folder), {recursive: true})
    const file = join(root, folder, 'pg_dump')
    await writeFile(file, `#!/bin/sh\necho "${version}" >> "${root}/asked"\necho "pg_dump (PostgreSQL) ${version}"\n`)
    await chmod(file, 0o755)
  }
  return root
}

const on = (root: string, ...names: string[]): string => names.map((name) => join(root, name)).join(delimiter)

test('takes the first installed one of the server’s own version, and asks no others', async () => {
  const root = await folders({a: '14.1', b: '16.4 (Debian 16.4-1)', c: '16.9', d: '17.0'})
  const choice = await choosePgDump({serverMajor: 16, path: on(root, 'a', 'b', 'c', 'd'), places: []})
  expect(choice).toMatchObject({kind: 'installed', path: join(root, 'b', 'pg_dump'), version: '16.4', major: 16})
  expect(choice.rejected).toEqual([
    {path: join(root, 'a', 'pg_dump'), version: '14.1', reason: 'too old for server 16'},
  ])
})

test('takes the lowest sufficient version where the server’s own is missing', async () => {
  const root = await folders({new: '18.1', old: '13.2', near: '17.3'})
  const choice = await choosePgDump({serverMajor: 16, path: on(root, 'new', 'old', 'near'), places: []})
  expect(choice).toMatchObject({kind: 'installed', version: '17.3'})
  expect(choice.rejected.map(({version, reason}) => `${version} ${reason}`)).toEqual([
    '13.2 too old for server 16',
    "18.1 version 17.3 is nearer to the server's",
  ])
})

test('finds what installers put beside PATH, and judges folders named after a version unasked', async () => {
  const root = await folders({'postgresql/14/bin': '14.9', 'postgresql/17/bin': '17.2', 'postgresql/18/bin': '18.0'})
  const choice = await choosePgDump({serverMajor: 15, path: '', places: [join(root, 'postgresql/*/bin')]})
  expect(choice).toMatchObject({kind: 'installed', version: '17.2'})
  expect(choice.rejected.map(({version}) => version)).toEqual(['14', '18'])
})

test('passes over Debian’s wrapper and programs that do not run', async () => {
  const root = await folders({share: '18.0', broken: '18.0', wrapped: '18.0'})
  await rm(join(root, 'wrapped', 'pg_dump'))
  await symlink(join(root, 'share', 'pg_wrapper'), join(root, 'wrapped', 'pg_dump'))
  await writeFile(join(root, 'share', 'pg_wrapper'), '#!/bin/sh\n')
  await writeFile(join(root, 'broken', 'pg_dump'), '#!/bin/sh\necho "libpq.so.5 is missing" >&2; exit 127\n')
  const choice = await choosePgDump({serverMajor: 15, path: on(root, 'wrapped', 'broken'), places: []})
  expect(choice.kind).toBe('wasm')
  expect(choice.rejected.map(({reason}) => reason)).toEqual([
    "Debian's wrapper: the programs behind it are looked at",
    'it does not run: libpq.so.5 is missing',
  ])
})

test('the configured one is used, or refused with the reason', async () => {
  const root = await folders({a: '17.4', old: '14.0'})
  const configured = join(root, 'a', 'pg_dump')
  expect(await choosePgDump({serverMajor: 15, path: '', configured})).toMatchObject({
    kind: 'configured',
    path: configured,
  })

  const choose = (path: string) => choosePgDump({serverMajor: 15, path: '', configured: path})
  await expect(choose(join(root, 'nothing'))).rejects.toMatchObject({
    code: 'bad_pg_dump',
    message: expect.stringContaining('there is no such file'),
  })
  await expect(choose(join(root, 'old', 'pg_dump'))).rejects.toMatchObject({
    code: 'bad_pg_dump',
    message: expect.stringContaining('version 14.0: too old for server 15'),
    hint: expect.stringContaining('version 15 or newer'),
  })
  await writeFile(join(root, 'plain'), 'not a program')
  await expect(choose(join(root, 'plain'))).rejects.toMatchObject({message: expect.stringContaining('not executable')})
})

test('falls back to the built-in one, and refuses a server newer than that', async () => {
  const root = await folders({a: '15.4'})
  const options = {path: on(root, 'a'), places: []}
  expect(await choosePgDump({...options, serverMajor: 18})).toMatchObject({kind: 'wasm', version: '18.3', major: 18})
  await expect(choosePgDump({...options, serverMajor: 19})).rejects.toMatchObject({
    code: 'server_newer_than_pg_dump',
    detail: `${join(root, 'a', 'pg_dump')} 15.4: too old for server 19`,
  })
})

test('lists every one there is for doctor', async () => {
  const root = await folders({a: '15.4', b: '17.1'})
  const missing = join(root, 'missing')
  expect(await pgDumpVersions({path: on(root, 'a', 'b'), places: [], configured: missing})).toEqual([
    {kind: 'configured', path: missing, version: null, problem: 'there is no such file'},
    {kind: 'installed', path: join(root, 'a', 'pg_dump'), version: '15.4', problem: null},
    {kind: 'installed', path: join(root, 'b', 'pg_dump'), version: '17.1', problem: null},
    {kind: 'wasm', path: null, version: '18.3', problem: null},
  ])
})

test('asks a program for its version once, until the file changes', async () => {
  const root = await folders({a: '15.4'})
  const choose = () => choosePgDump({serverMajor: 15, path: on(root, 'a'), places: []})
  await choose()
  await choose()
  expect(await readFile(join(root, 'asked'), 'utf8')).toBe('15.4\n')
  const file = join(root, 'a', 'pg_dump')
  await writeFile(file, '#!/bin/sh\necho "pg_dump (PostgreSQL) 16.0 (updated)"\n')
  expect(await choose()).toMatchObject({version: '16.0'})
})
