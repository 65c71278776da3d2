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

/**
 * Dumps with the WASM build of pg_dump. `pg` opens the session, with its TLS and its ways to sign in; the worker
 * then speaks through that session's socket.
 */
export async function* dumpWithWasm(address: Address, options: DumpOptions): AsyncGenerator<string, void, undefined> {
  yield* decode(await dump(address, options))
}

async function dump(address: Address, options: DumpOptions): Promise<readonly Uint8Array[]> {
  const {signal} = options
  if (signal?.aborted) throw cancelled(address, signal)
  const args = dumpArguments(options, STACK_ROOM)
  const client = await connect(address)
  const socket = client.connection.stream
  try {
    const {bytes, pid} = await greeting(client)
    if (signal?.aborted) throw cancelled(address, signal)
    // From here on the replies are the worker's.
    socket.removeAllListeners('data')
    const result = await runWorker(socket, {args, greeting: bytes, ...options})
    // Had it failed, the server could be in the middle of a reply that nobody reads any more.
    if (result.kind !== 'dumped') socket.destroy()
    if (result.kind === 'aborted') await endSession(address, {pid})
    return await sqlOf(result, address, options)
  } finally {
    // Unread bytes would hide the end of the stream, for which end() waits.
    socket.resume()
    await client.end().catch(() => {})
  }
}

async function sqlOf(result: WorkerResult, address: Address, options: DumpOptions): Promise<readonly Uint8Array[]> {
  switch (result.kind) {
    case 'dumped':
      return result.sql
    case 'aborted':
      throw cancelled(address, result.signal)
    case 'failed':
      throw await dumpFailure(
        address,
        {version: `${WASM_VERSION.text} (WASM)`},
        {messages: splitMessages(result.stderr), crash: result.crash, server: result.serverSaid, options},
      )
  }
}

function* decode(pieces: readonly Uint8Array[]): Generator<string, void, undefined> {
  const decoder = new TextDecoder()
  for (const piece of pieces) yield decoder.decode(piece, {stream: true})
}
