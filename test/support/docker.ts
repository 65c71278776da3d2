import {execFile, spawnSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {promisify} from 'node:util'
import type {DockerServer} from '../../src/postgres/server/spec.ts'
import {freePort} from './free-port.ts'

const run = promisify(execFile)

const {TEST_IMAGE: named, TEST_IMAGE: image = 'postgres:17'} = process.env
const works = (...args: string[]): boolean => spawnSync('docker', args).status === 0

/** Why no container can be started here; an ordinary run pulls no image, but who names one wants it. */
export const noContainers: string | null = !works('info')
  ? 'no Docker engine answers (docker info)'
  : named === undefined && !works('image', 'inspect', image)
    ? `the image ${image} is not here (docker pull ${image}, or name another in TEST_IMAGE)`
    : null
if (noContainers) console.log(`the tests in containers are skipped: ${noContainers}`)

/** Whether containers can be started; what needs one is skipped otherwise. */
export const hasEngine = noContainers === null

/** Runs `docker`, and gives what it printed. */
export const docker = async (...args: string[]): Promise<string> => (await run('docker', args)).stdout

/** A container of the test's own, not yet made. */
export const containerSpec = async (options: Partial<DockerServer> = {}): Promise<DockerServer> => ({
  kind: 'docker',
  container: `pgplumb-test-${randomBytes(4).toString('hex')}`,
  image,
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
