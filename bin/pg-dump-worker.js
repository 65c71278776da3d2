// Runs the WASM build of pg_dump in a thread of its own. pg_dump's reads and writes are synchronous, so this thread
// sleeps while the main thread, which has the socket of an authenticated session, fetches the server's reply.
import {receiveMessageOnPort, workerData} from 'node:worker_threads'

const {args, greeting, port, arrivals} = workerData

const CODES = {ssl: 80877103, gss: 80877104, protocol3: 196608}
// Frontend messages that the server answers up to ReadyForQuery: Query, Sync, FunctionCall.
const ANSWERED = new Set(['Q', 'S', 'F'].map((letter) => letter.charCodeAt(0)))
const [READY, ERROR, NOTICE] = ['Z', 'E', 'N'].map((letter) => letter.charCodeAt(0))
const NOTHING = new Uint8Array(0)

let started = false
let closed = false
let serverSaid = null
let request = NOTHING

/** Everything that pg_dump sends comes through here; `onRawData` hands it the reply. */
function execProtocolRawStream(bytes, {onRawData}) {
  if (!started) return onRawData(answerStartup(bytes))
  if (closed) return
  // A view of WASM memory, which pg_dump will overwrite.
  const copy = bytes.slice()
  port.postMessage(copy)
  // libpq sends a long query in pieces: only its last one is answered.
  const answers = countAnswers(copy)
  if (answers > 0) onRawData(receive(answers))
}

/** libpq opens with a startup packet, but the session is open already: welcome it in the server's words. */
function answerStartup(packet) {
  const code = new DataView(packet.buffer, packet.byteOffset).getInt32(4)
  if (code === CODES.ssl || code === CODES.gss) return Uint8Array.of('N'.charCodeAt(0))
  if (code >> 16 !== CODES.protocol3 >> 16) throw new Error(`pg_dump opened with an unknown packet: ${code}`)
  started = true
  return greeting
}

/** How many of the messages that end in `bytes` the server will answer. */
function countAnswers(bytes) {
  request = request.length > 0 ? Buffer.concat([request, bytes]) : bytes
  const view = new DataView(request.buffer, request.byteOffset, request.byteLength)
  let answers = 0
  let at = 0
  while (at + 5 <= request.length) {
    const next = at + 1 + view.getInt32(at + 1)
    if (next > request.length) break
    if (ANSWERED.has(request[at])) answers++
    at = next
  }
  request = request.subarray(at)
  return answers
}

/** The server's reply, whole: pg_dump's side appends each piece by copying all before it. */
function receive(answers) {
  const chunks = []
  const scan = messageScanner()
  let left = answers
  while (left > 0) {
    const chunk = nextChunk()
    if (chunk === null) {
      // pg_dump reads what there is, then meets the end of the stream and says so.
      closed = true
      break
    }
    chunks.push(chunk)
    left -= scan(chunk)
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)
}

/** Follows the message boundaries through the chunks; each call tells how often the server became ready within one. */
function messageScanner() {
  const header = new Uint8Array(5)
  const view = new DataView(header.buffer)
  let filled = 0
  let body = 0
  let kept = null
  return (chunk) => {
    let ready = 0
    let at = 0
    while (at < chunk.length) {
      if (filled < 5) {
        header[filled++] = chunk[at++]
        if (filled < 5) continue
        body = view.getInt32(1) - 4
        kept = header[0] === ERROR || header[0] === NOTICE ? [] : null
      }
      const end = Math.min(at + body, chunk.length)
      kept?.push(chunk.subarray(at, end))
      body -= end - at
      at = end
      if (body > 0) break
      filled = 0
      if (header[0] === READY) ready++
      if (kept) remember(header[0], Buffer.concat(kept))
    }
    return ready
  }
}

function remember(type, body) {
  const fields = Object.fromEntries(
    body
      .toString('utf8')
      .split('\0')
      .filter((field) => field !== '')
      .map((field) => [field[0], field.slice(1)]),
  )
  if (type === ERROR) serverSaid = {sqlstate: fields.C, message: fields.M, routine: fields.R}
  else if ((fields.V ?? fields.S) === 'WARNING') port.postMessage({warning: fields.M})
}

/** Sleeps until bytes have come; null is the end of the connection. */
function nextChunk() {
  for (;;) {
    const seen = Atomics.load(arrivals, 0)
    const received = receiveMessageOnPort(port)
    if (received) return received.message
    Atomics.wait(arrivals, 0, seen)
  }
}

// There is no file of its own name in the WASM file system, which matters to nothing but this message.
const NO_PROGRAM = /^could not find a "pg_dump" to execute\s*/
const FAILED = /^pg_dump failed with exit code (\d+)\. \nError message: (.*)$/s

async function run() {
  // The name by which pg_dump speaks of itself.
  process.argv[1] = 'pg_dump'
  const {pgDump} = await import('@electric-sql/pglite-tools/pg_dump')
  const pg = {
    execProtocolRawStream,
    // pgDump tidies the session up afterwards. Ours ends with the dump.
    query: async () => ({rows: [{search_path: ''}]}),
    exec: async () => [],
  }
  try {
    const file = await pgDump({pg, args})
    // Piece by piece, for the thread holds the dump several times over by now.
    for await (const piece of file.stream()) port.postMessage({piece}, [piece.buffer])
    port.postMessage({end: true})
  } catch (error) {
    const [, code, stderr] = FAILED.exec(error?.message ?? '') ?? []
    const crash = code === '1' ? null : code ? `it exited with ${code}` : String(error?.message ?? error)
    port.postMessage({failed: {stderr: stderr?.replace(NO_PROGRAM, '') ?? '', crash, serverSaid}})
  }
}

await run()
// The main thread ends this one when it has read the last message, which an exit could overtake.
port.on('message', () => {})
