import type {Address} from '../address.ts'
import type {PgDumpChoice} from './choice.ts'
import {dumpWithProgram} from './native.ts'
import type {DumpOptions} from './options.ts'
import {dumpWithWasm} from './wasm.ts'

/**
 * The schema of a database as SQL, in pieces of text as they come. Leaving the loop early ends the dump and its session.
 *
 * @throws Failure `permission_denied`, `out_of_locks`, `lock_timeout`, `server_newer_than_pg_dump`, `no_such_object`,
 * `connection_lost`, `disk_full`, `cancelled`, `pg_dump_crashed`, `pg_dump_failed`, and those of `connect`
 */
export const dumpSchema = (
  address: Address,
  choice: PgDumpChoice,
  options: DumpOptions = {},
): AsyncGenerator<string, void, undefined> =>
  choice.kind === 'wasm' ? dumpWithWasm(address, options) : dumpWithProgram(address, choice, options)
