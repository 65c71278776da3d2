import {type ChildProcessByStdio, spawn} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {once} from 'node:events'
import type {Readable, Writable} from 'node:stream'
import type {Address} from '../address.ts'
import type {PgDumpChoice, ServerContainer} from './choice.ts'
import {endSession} from './end-session.ts'
import {dumpEnvironment} from './env.ts'
import {cancelled, dumpFailure, otherServer} from './failure.ts'
import {type DumpOptions, dumpArguments} from './options.ts'
import {splitMessages, warningsIn} from './stderr.ts'

/** Bytes: what Windows, and what others surely, take as a command line. */
const LIMIT = process.platform === 'win32' ? 30_000 : 500_000

/** Milliseconds that a program has to end by itself. */
const PATIENCE = 5000

/** Its standard input is open for the one in a container only. */
type Running = ChildProcessByStdio<Writable | null, Readable, Readable>

/** A pg_dump that is a program. */
export type Program = Exclude<PgDumpChoice, {kind: 'wasm'}>

/**
 * What runs pg_dump in a container. `docker exec` passes no signals on, and when it ends the program goes on; but the end
 * of its input arrives, also when this process was killed, or was not done starting the program.
 */
const UNTIL_INPUT_ENDS = `exec 3<&0
"$@" </dev/null 3<&- & pid=$!
{ cat <&3; kill "$pid"; } >/dev/null 2>&1 &
exec 3<&-
wait "$pid"`

/** Runs a pg_dump program, here or in the server's container, and passes on the text that it prints. */
export async function* dumpWithProgram(
  address: Address,
  choice: Program,
  options: DumpOptions,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  for await (const bytes of dumpBytes(address, choice, options)) yield decoder.decode(bytes, {stream: true})
}

/** The same for what is no text: an archive. */
export async function* dumpBytes(
  address: Address,
  choice: Program,
  options: DumpOptions,
): AsyncGenerator<Buffer, void, undefined> {
  if (options.signal?.aborted) throw cancelled(address, options.signal)
  if (choice.kind === 'container' && !isIn(choice.container, address)) throw otherServer(address, choice.container)
  // By this name the server knows our session, also when the program is out of reach in a container.
  const sessionName = `pgplumb pg_dump ${randomBytes(8).toString('hex')}`
  const program = start(address, choice, sessionName, dumpArguments(options, LIMIT))
  const ended = outcome(program)
  const onAbort = () => stop(program)
  options.signal?.addEventListener('abort', onAbort, {once: true})
  try {
    for await (const bytes of program.stdout) yield bytes
    const {code, signal, stderr, error} = await ended
    if (options.signal?.aborted) throw cancelled(address, options.signal)
    const messages = splitMessages(stderr)
    if (code !== 0) throw await dumpFailure(address, choice, {messages, crash: error ?? crash(code, signal), options})
    for (const warning of warningsIn(messages)) options.onWarning?.(warning)
  } finally {
    options.signal?.removeEventListener('abort', onAbort)
    const running = program.exitCode === null && program.signalCode === null
    if (running) stop(program)
    if (running || options.signal?.aborted) {
      // pg_dump cancels its query when it is told to end, but Windows does not tell it.
      if (choice.kind !== 'container' && process.platform === 'win32') await endSession(address, {name: sessionName})
      const patience = setTimeout(() => program.kill('SIGKILL'), PATIENCE)
      await ended
      clearTimeout(patience)
    }
  }
}

function start(address: Address, choice: Program, sessionName: string, args: readonly string[]): Running {
  const environment: NodeJS.ProcessEnv = {...dumpEnvironment(address), PGAPPNAME: sessionName}
  if (choice.kind !== 'container')
    return spawn(choice.path, args, {env: environment, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true})
  // Inside the container the server is at its own default socket; our host, port and certificate paths mean nothing there.
  const elsewhere = /^PG(HOST|PORT|SSL)/
  const passed = [
    ...Object.keys(environment).filter((name) => name.startsWith('PG') && !elsewhere.test(name)),
    'LC_MESSAGES',
  ]
  // A bare name makes docker copy the value from its own environment: the password is in no argv.
  const flags = passed.flatMap((name) => ['--env', name])
  const command = ['sh', '-c', UNTIL_INPUT_ENDS, 'sh', choice.path, ...args]
  return spawn('docker', ['exec', '--interactive', ...flags, choice.container.name, ...command], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  })
}

const isIn = (container: ServerContainer, {host, port}: Address): boolean =>
  container.host === host && container.port === port

function stop(program: Running): void {
  if (program.stdin) program.stdin.end()
  else program.kill()
}

type Outcome = {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
  readonly error?: string
}

async function outcome(program: Running): Promise<Outcome> {
  let stderr = ''
  program.stderr.setEncoding('utf8')
  program.stderr.on('data', (text: string) => {
    // A dump of a thousand objects may warn of each; a program gone mad must not fill our memory.
    if (stderr.length < 1_000_000) stderr += text
  })
  try {
    const [code, signal] = await once(program, 'close')
    return {code, signal, stderr}
  } catch (error) {
    return {code: null, signal: null, stderr, error: error instanceof Error ? error.message : String(error)}
  }
}

function crash(code: number | null, signal: NodeJS.Signals | null): string | null {
  if (signal) return `it was ended by ${signal}`
  return code === 1 ? null : `it exited with ${code}`
}
