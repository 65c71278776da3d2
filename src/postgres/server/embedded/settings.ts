import {chmod, readFile, writeFile} from 'node:fs/promises'
import {Failure} from '../../../failure.ts'
import type {EmbeddedServer} from '../spec.ts'
import {systemFailure} from '../system-failure.ts'
import type {Layout} from './layout.ts'

/**
 * For development: a commit does not wait for the disk. After a crash of the machine the last commits may be missing,
 * but nothing is damaged, as it would be with fsync = off.
 */
const DEFAULTS = {
  synchronous_commit: 'off',
  max_connections: '200',
  wal_level: 'logical',
  max_locks_per_transaction: '256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_line_prefix: '%m [%p] %e ',
  log_startup_progress_interval: '1s',
}

const OURS = [
  'port',
  'config_file',
  'hba_file',
  'data_directory',
  'logging_collector',
  'log_line_prefix',
  'lc_messages',
]

const HBA = `# Written by pgplumb at each start.
host all all all scram-sha-256
host replication all all scram-sha-256
`

/** Writes postgresql.conf and pg_hba.conf, outside of the data: the settings that initdb chose are included. True: changed. */
export async function writeSettings(spec: EmbeddedServer, layout: Layout): Promise<boolean> {
  const conf = postgresqlConf(spec, layout)
  try {
    if ((await readFile(layout.conf, 'utf8').catch(() => '')) === conf) return false
    await write(layout.hba, HBA)
    await write(layout.conf, conf)
    return true
  } catch (error) {
    throw systemFailure(error, 'write', layout.conf)
  }
}

/** @throws Failure `bad_setting` */
export function requireSettings(spec: EmbeddedServer): void {
  for (const [name, value] of Object.entries(spec.settings)) requireSetting(name, value)
}

function postgresqlConf(spec: EmbeddedServer, layout: Layout): string {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    ...DEFAULTS,
    ...spec.settings,
    port: String(spec.port),
    hba_file: layout.hba,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quote(value)}`)
  return [
    '# Written by pgplumb at each start: your settings belong into its config.',
    "include 'data/postgresql.conf'",
    ...lines,
    '',
  ].join('\n')
}

function requireSetting(name: string, value: string): void {
  if (OURS.includes(name.toLowerCase()))
    throw new Failure('bad_setting', `the server setting ${name} is chosen by pgplumb`, {
      hint: name.toLowerCase() === 'port' ? 'the port is a key of its own in the config' : 'leave it out of the config',
    })
  if (!/^[a-z_][\w$]*(\.[a-z_][\w$]*)?$/i.test(name) || /[\n\r\0]/.test(value))
    throw new Failure('bad_setting', `${JSON.stringify(name)} is not a server setting that can be written`)
}

/** The user does not mind losing the data: initdb need not wait for the disk either. */
export const isUnsafe = (spec: EmbeddedServer): boolean => /^(off|false|no|0)$/i.test(spec.settings.fsync ?? 'on')

const quote = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** Readable by the server's user whatever our umask is. */
async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text)
  await chmod(path, 0o644)
}
