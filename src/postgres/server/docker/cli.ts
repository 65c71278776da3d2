import {spawn} from 'node:child_process'
import {Failure} from '../../../failure.ts'
import type {ServerOptions} from '../spec.ts'
import {errorCode} from '../system-failure.ts'

export type Answer = {readonly code: number | null; readonly stdout: string; readonly stderr: string}

export type DockerCall = ServerOptions & {
  /** Variables for the docker client, which `--env NAME` hands to the container: so that no password is in argv. */
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

/**
 * Runs `docker` with these arguments.
 * @throws Failure `no_docker` if the command is missing or no engine answers; other errors are in the answer.
 */
export async function docker(args: readonly string[], call: DockerCall = {}): Promise<Answer> {
  const answer = await run(args, call)
  if (answer.code !== 0 && isEngineMissing(answer.stderr)) throw noDocker(answer.stderr)
  return answer
}

function run(args: readonly string[], {env, input, signal, onProgress}: DockerCall): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // The client's own variables (DOCKER_HOST, DOCKER_CONTEXT, PATH) are passed on, not read.
    const child = spawn('docker', args, {
      env: {...process.env, ...env},
      ...(signal ? {signal} : {}),
      windowsHide: true,
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk
      const line = String(chunk).trim().split('\n').at(-1)
      if (line) onProgress?.(line)
    })
    // A client that ended early says itself why.
    child.stdin.on('error', () => {})
    child.stdin.end(input ?? '')
    child.on('error', (error) =>
      reject(errorCode(error) === 'ENOENT' ? noDocker('the command docker was not found') : error),
    )
    child.on('close', (code) => resolve({code, stdout, stderr}))
  })
}

/** The client's exit code is 1 for everything; its words are not translated. */
const isEngineMissing = (stderr: string): boolean =>
  /cannot connect to the docker daemon|error during connect|failed to connect to the docker API|permission denied while trying to connect/i.test(
    stderr,
  )

function noDocker(said: string): Failure {
  const forbidden = /permission denied/i.test(said)
  const message = forbidden ? 'this user may not use the Docker engine' : 'no Docker engine answers'
  return new Failure('no_docker', message, {
    hint: `${forbidden ? 'join the group docker' : 'start Docker'}; or use server: embedded in the config, which needs nothing installed`,
    detail: said.trim(),
  })
}
