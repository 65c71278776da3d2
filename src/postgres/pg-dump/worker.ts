import {once} from 'node:events'
import type {Duplex} from 'node:stream'
import {MessageChannel, Worker} from 'node:worker_threads'
import type {ServerSaid} from './failure.ts'

export type WorkerResult =
  | {readonly kind: 'dumped'; readonly sql: readonly Uint8Array[]}
  | {
      readonly kind: 'failed'
      readonly stderr: string
      readonly crash: string | null
      readonly serverSaid: ServerSaid | null
    }
  | {readonly kind: 'aborted'; readonly signal: AbortSignal}

/** What bin/pg-dump-worker.js sends. */
type FromWorker =
  | Uint8Array
  | {readonly warning: string}
  | {readonly piece: Uint8Array}
  | {readonly end: true}
  | {readonly failed: {readonly stderr: string; readonly crash: string | null; readonly serverSaid: ServerSaid | null}}

type WorkerOptions = {
  readonly args: readonly string[]
  readonly greeting: Uint8Array
  readonly signal?: AbortSignal
  readonly onWarning?: (message: string) => void
}

/** Runs the worker until its dump has ended, and carries bytes between it and the socket meanwhile. */
export async function runWorker(socket: Duplex, options: WorkerOptions): Promise<WorkerResult> {
  const {port1: port, port2: theirs} = new MessageChannel()
  const arrivals = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL(import.meta.resolve('#bin/pg-dump-worker.js')), {
    workerData: {args: options.args, greeting: options.greeting, port: theirs, arrivals},
    transferList: [theirs],
    // A loader or inspector of the main thread is not for it, nor are secrets in the environment.
    execArgv: [],
    env: {},
  })
  const toWorker = (bytes: Uint8Array | null) => {
    port.postMessage(bytes)
    Atomics.add(arrivals, 0, 1)
    Atomics.notify(arrivals, 0)
  }
  const onClose = () => toWorker(null)
  socket.on('data', toWorker)
  socket.once('close', onClose)
  // The server may have gone before we listened.
  if (socket.destroyed) toWorker(null)
  const {signal} = options
  let stop = () => {}
  const aborted = new Promise<WorkerResult>((resolve) => {
    if (signal) stop = () => resolve({kind: 'aborted', signal})
  })
  signal?.addEventListener('abort', stop, {once: true})
  try {
    return await Promise.race([conversation(port, worker, socket, options), aborted])
  } finally {
    signal?.removeEventListener('abort', stop)
    socket.off('data', toWorker)
    socket.off('close', onClose)
    port.close()
    await worker.terminate()
  }
}

function conversation(
  port: MessageChannel['port1'],
  worker: Worker,
  socket: Duplex,
  {onWarning}: WorkerOptions,
): Promise<WorkerResult> {
  const sql: Uint8Array[] = []
  const talked = new Promise<WorkerResult>((resolve) => {
    port.on('message', (message: FromWorker) => {
      if (message instanceof Uint8Array) socket.write(message)
      else if ('warning' in message) onWarning?.(message.warning)
      else if ('piece' in message) sql.push(message.piece)
      else if ('end' in message) resolve({kind: 'dumped', sql})
      else resolve({kind: 'failed', ...message.failed})
    })
  })
  const died = once(worker, 'exit').then(
    ([code]): WorkerResult => crashed(`its thread exited with ${code}`),
    (error): WorkerResult => crashed(error instanceof Error ? error.message : String(error)),
  )
  return Promise.race([talked, died])
}

const crashed = (crash: string): WorkerResult => ({kind: 'failed', stderr: '', crash, serverSaid: null})
