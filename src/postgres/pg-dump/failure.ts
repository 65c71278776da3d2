import {Failure} from '../../failure.ts'
import {type Address, describeAddress} from '../address.ts'
import {connect} from '../connect.ts'
import type {PgDumpChoice, ServerContainer} from './choice.ts'
import {outOfLocks, permissionDenied, unreadableRelations} from './diagnose.ts'
import type {DumpOptions} from './options.ts'
import {isError, withoutPrefix} from './stderr.ts'

/** The protocol's ErrorResponse, where we saw it. */
export type ServerSaid = {readonly sqlstate: string; readonly message: string; readonly routine?: string}

/** How a dump ended that did not succeed. */
export type Ending = {
  /** pg_dump's messages, as it wrote them. */
  readonly messages: readonly string[]
  /** What happened to the program itself, where it did not end by its own will. */
  readonly crash: string | null
  readonly server?: ServerSaid | null
  readonly options: DumpOptions
}

export const cancelled = (address: Address, signal: AbortSignal): Failure =>
  new Failure('cancelled', `the dump of ${describeAddress(address)} was cancelled`, {cause: signal.reason})

/** Inside, it would read the container's own server, and nobody would notice. */
export const otherServer = (address: Address, container: ServerContainer): Failure =>
  new Failure('bad_pg_dump', `the pg_dump in the container ${container.name} cannot read ${describeAddress(address)}`, {
    hint: 'install the PostgreSQL client programs, or name a pg_dump with --pg-dump',
  })

/** Turns a failed dump into the error that names the cause and the cure; asks the server where that helps. */
export async function dumpFailure(
  address: Address,
  choice: Pick<PgDumpChoice, 'version'>,
  {messages, crash, server, options}: Ending,
): Promise<Failure> {
  const where = describeAddress(address)
  const said = messages.map(withoutPrefix).join('\n')
  const error = messages.find(isError) ?? messages[0] ?? ''
  const first = server?.message ?? withoutPrefix(error).split('\n')[0] ?? ''
  const detail = {detail: said}
  switch (causeOf(said, server)) {
    case 'permission':
      return permissionDenied(address, await unreadableRelations(address, options), first, said)
    case 'locks':
      return outOfLocks(address, said)
    case 'interrupted':
      // pg_dump waits for locks under a statement_timeout.
      if (!options.lockTimeout) return new Failure('pg_dump_failed', `${where}: ${first}`, detail)
      return new Failure(
        'lock_timeout',
        `${where}: a table stayed locked by another session for ${options.lockTimeout} ms`,
        {
          hint: 'see who holds it with pgplumb inspect locks, or wait longer',
          ...detail,
        },
      )
    case 'version':
      return new Failure('server_newer_than_pg_dump', `${where}: pg_dump ${choice.version} is older than the server`, {
        hint: "install the server's own version of the PostgreSQL client programs, or name one with --pg-dump",
        ...detail,
      })
    case 'no-match':
      return new Failure('no_such_object', `${where}: ${first}`, {
        hint: 'check the names of schemas and tables',
        ...detail,
      })
    case 'disk':
      return new Failure('disk_full', `${where}: ${first}`, {hint: 'make room on the disk it names', ...detail})
    case 'connect':
      return (await connectionProblem(address)) ?? new Failure('no_connection', `${where}: ${first}`, detail)
    case 'lost':
      return new Failure('connection_lost', `${where}: the connection was lost during the dump: ${first}`, {
        hint: "the server's log says why; then run it again",
        ...detail,
      })
    case 'unknown':
      if (!crash) {
        // A failed LOCK TABLE of a server that speaks another language: a missing privilege shows in the catalogs.
        const unreadable = /LOCK TABLE/.test(said) ? await unreadableRelations(address, options) : []
        if (unreadable.length > 0) return permissionDenied(address, unreadable, first, said)
        return new Failure('pg_dump_failed', `${where}: ${first}`, detail)
      }
      return new Failure('pg_dump_crashed', `${where}: pg_dump ${choice.version} crashed: ${crash}`, {
        hint: 'pgplumb doctor shows which pg_dump is used; name another with --pg-dump',
        ...detail,
      })
  }
}

type Cause = 'permission' | 'locks' | 'interrupted' | 'version' | 'no-match' | 'disk' | 'connect' | 'lost' | 'unknown'

const BY_SQLSTATE: {readonly [sqlstate: string]: Cause} = {
  '42501': 'permission',
  '53200': 'locks',
  '57014': 'interrupted',
  '53100': 'disk',
  '57P01': 'lost',
  '57P02': 'lost',
  '57P03': 'lost',
  '08006': 'lost',
}

/** pg_dump's own messages are in English, for we asked for it; the server's are in its language, and tell less. */
const BY_TEXT: readonly (readonly [RegExp, Cause])[] = [
  [/server version mismatch/, 'version'],
  [/no matching (?:schemas|tables|extensions) were found/, 'no-match'],
  [/No space left on device|could not write to (?:output )?file/, 'disk'],
  [/permission denied/, 'permission'],
  [/max_locks_per_transaction|out of shared memory/, 'locks'],
  [/canceling statement due to/, 'interrupted'],
  [/connection to server (?:at|on) .* failed: /, 'connect'],
  [/server closed the connection|terminating connection|connection to server was lost|SSL SYSCALL error/, 'lost'],
]

function causeOf(said: string, server: ServerSaid | null | undefined): Cause {
  // The server has other memory to run out of than its lock table.
  if (server?.sqlstate === '53200' && !server.routine?.includes('Lock')) return 'unknown'
  const known = server ? BY_SQLSTATE[server.sqlstate] : undefined
  return known ?? BY_TEXT.find(([pattern]) => pattern.test(said))?.[1] ?? 'unknown'
}

/** The reason why `pg`, too, cannot connect: it has the SQLSTATE. */
async function connectionProblem(address: Address): Promise<Failure | null> {
  try {
    const client = await connect(address)
    await client.end()
    return null
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}
