import {execFile, spawnSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {promisify} from 'node:util'
import type {DockerServer} from '../../src/postgres/server/spec.ts'
import {freePort} from './free-port.ts'

const run = promisify(execFile)

/** Whether a Docker engine answers here; what needs one is skipped otherwise. */
export const hasEngine = spawnSync('docker', ['info']).status === 0
if (!hasEngine) console.log('the tests in containers are skipped: no Docker engine answers (docker info)')

/** Runs `docker`, and gives what it printed. */
export const docker = async (...args: string[]): Promise<string> => (await run('docker', args)).stdout

/** A container of the test's own, not yet made. */
export const containerSpec = async (options: Partial<DockerServer> = {}): Promise<DockerServer> => ({
  kind: 'docker',
  container: `pgplumb-test-${randomBytes(4).toString('hex')}`,
  image: process.env.TEST_IMAGE ?? 'postgres:17',
  port: await freePort(),
  volume: null,
  settings: {fsync: 'off'},
  ...options,
})

/** Removes what a start made of it: the container, its volume. */
export function removeContainer({container, volume}: DockerServer): void {
  spawnSync('docker', ['rm', '--force', '--volumes', container])
  if (volume) spawnSync('docker', ['volume', 'rm', volume])
}
