import type {Address} from '../address.ts'
import {connect} from '../connect.ts'
import {WASM_VERSION} from './choice.ts'
import {endSession} from './end-session.ts'
import {cancelled, dumpFailure} from './failure.ts'
import {greeting} from './greeting.ts'
import {type DumpOptions, dumpArguments} from './options.ts'
import {splitMessages} from './stderr.ts'
import {runWorker, type WorkerResult} from './worker.ts'

/** Bytes: the arguments lie on pg_dump's stack, which has 64 kB in WASM. */
const STACK_ROOM = 32_000

const PIECE = 256 * 1024

/**
 * Dumps with the WASM build of pg_dump. `pg` opens the session, with its TLS and its ways to sign in; the worker
 * then speaks through that session's socket.
 */
export async function* dumpWithWasm(address: Address, options: DumpOptions): AsyncGenerator<string, void, undefined> {
  yield* decode(await dump(address, options))
}

async function dump(address: Address, options: DumpOptions): Promise<Uint8Array> {
  const {signal} = options
  if (signal?.aborted) throw cancelled(address, signal)
  const client = await connect(address)
  let ended = false
  try {
    const {bytes, pid} = await greeting(client)
    if (signal?.aborted) throw cancelled(address, signal)
    const socket = client.connection.stream
    // From here on the replies are the worker's.
    socket.removeAllListeners('data')
    const result = await runWorker(socket, {args: dumpArguments(options, STACK_ROOM), greeting: bytes, ...options})
    ended = result.kind === 'dumped'
    if (result.kind === 'aborted') {
      socket.destroy()
      await endSession(address, {pid})
    }
    return await sqlOf(result, address, options)
  } finally {
    // After a failure the server may be in the middle of a reply that nobody reads.
    if (!ended) client.connection.stream.destroy()
    await client.end().catch(() => {})
  }
}

async function sqlOf(result: WorkerResult, address: Address, options: DumpOptions): Promise<Uint8Array> {
  if (result.kind === 'dumped') return result.sql
  if (result.kind === 'aborted' && options.signal) throw cancelled(address, options.signal)
  const failed = result.kind === 'failed' ? result : {stderr: '', crash: 'it was stopped', serverSaid: null}
  throw await dumpFailure(
    address,
    {version: `${WASM_VERSION.text} (WASM)`},
    {
      messages: splitMessages(failed.stderr),
      crash: failed.crash,
      server: failed.serverSaid,
      lockTimeout: options.lockTimeout,
    },
  )
}

function* decode(sql: Uint8Array): Generator<string, void, undefined> {
  const decoder = new TextDecoder()
  for (let at = 0; at < sql.length; at += PIECE) yield decoder.decode(sql.subarray(at, at + PIECE), {stream: true})
}
